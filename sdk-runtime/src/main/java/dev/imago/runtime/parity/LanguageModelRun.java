package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.Loss;
import java.util.Map;

/**
 * One forward pass over a case's batch, again and again. Legend: B rows, T positions, V vocabulary,
 * W width.
 */
final class LanguageModelRun {
    private static final String LAYER = "expected_hidden_after_layer";

    private final ParityCase recorded;
    private final Ops ops;
    private final Backbone backbone;
    private final TextHead head;
    private final NDArray ids;
    private final AttentionInput input;

    LanguageModelRun(ParityCase recorded, Ops ops, Backbone backbone, TextHead head) {
        this.recorded = recorded;
        this.ops = ops;
        this.backbone = backbone;
        this.head = head;
        ids = recorded.tensor("input_ids"); // [B, T]
        NDArray mask = recorded.tensor("attention_mask");
        input = new AttentionInput(positions(), PaddingMask.of(mask, mask.getManager()), null);
    }

    private NDArray positions() {
        if (recorded.hasTensor("position_ids")) {
            return recorded.tensor("position_ids");
        }
        NDManager owner = ids.getManager();
        long rows = ids.getShape().get(0);
        long width = ids.getShape().get(1);
        return owner.arange(0, (int) width, 1, DataType.INT64).reshape(1, width).repeat(0, rows);
    }

    void compareStates(NDManager scope, Findings findings) {
        NDArray rows = PaddingMask.rows(recorded.tensor("attention_mask"));
        NDArray hidden = embedded(scope);
        compare("expected_embeddings", hidden, rows, findings);
        Backbone.ForwardPass pass = backbone.begin(input);
        for (int layer = 0; layer < backbone.depth(); layer++) {
            hidden = pass.layer(layer, hidden);
            compare(LAYER + (layer + 1), hidden, rows, findings);
        }
        NDArray normed = backbone.norm(hidden);
        compare("expected_final_hidden", normed, rows, findings);
        compare("expected_logits", logits(normed), rows, findings);
        findings.number(
                "loss",
                loss(scope).total().getFloat(),
                recorded.number("/expected/loss"),
                Tolerance.LOSS);
    }

    /** Compares the logits alone, with a tensor of the case. */
    void compareLogits(String name, NDManager scope, Findings findings) {
        NDArray hidden = embedded(scope);
        Backbone.ForwardPass pass = backbone.begin(input);
        for (int layer = 0; layer < backbone.depth(); layer++) {
            hidden = pass.layer(layer, hidden);
        }
        NDArray rows = PaddingMask.rows(recorded.tensor("attention_mask"));
        compare(name, logits(backbone.norm(hidden)), rows, findings);
    }

    /** {@code [B, T, W]}, owned by the scope. */
    private NDArray embedded(NDManager scope) {
        NDArray own = ids.duplicate();
        own.attach(scope);
        return backbone.embed(own);
    }

    private NDArray logits(NDArray normed) {
        long width = backbone.width();
        return head.predict(normed.reshape(-1, width))
                .reshape(ids.getShape().addAll(new ai.djl.ndarray.types.Shape(-1)));
    }

    /** Compares where the attention mask is 1. */
    private void compare(String name, NDArray actual, NDArray rows, Findings findings) {
        if (recorded.hasTensor(name)) {
            NDArray expected = recorded.tensor(name);
            findings.tensor(name, masked(actual, rows), masked(expected, rows), Tolerance.HIDDEN);
        }
    }

    private NDArray masked(NDArray states, NDArray rows) {
        long width = states.getShape().get(2);
        return ops.gatherRows(states.reshape(-1, width), rows);
    }

    Loss loss(NDManager scope) {
        NDArray hidden = embedded(scope);
        Backbone.ForwardPass pass = backbone.begin(input);
        for (int layer = 0; layer < backbone.depth(); layer++) {
            hidden = pass.layer(layer, hidden);
        }
        LabelledRows labelled = LabelledRows.of(recorded.tensor("labels"), scope);
        NDArray rows = ops.gatherRows(hidden.reshape(-1, backbone.width()), labelled.rows());
        NDArray prediction = head.predict(backbone.norm(rows));
        NDArray sum = head.lossSum(prediction, labelled.targets());
        return new Loss(ops.scale(sum, 1.0 / labelled.count()), Map.of());
    }
}
