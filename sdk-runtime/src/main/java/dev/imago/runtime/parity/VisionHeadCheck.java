package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.VisionHead;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.weights.ParameterStore;

/** Vision heads: raw and normalised prediction, loss, and gradients of the loss. */
final class VisionHeadCheck {
    private static final double TEMPERATURE = 0.07;

    void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        boolean normalize = recorded.at("/normalize").asBoolean();
        boolean softmax = recorded.at("/softmax").asBoolean();
        ReferenceNames names = new ReferenceNames(bench);
        Widths widths =
                new Widths(
                        recorded.at("/hidden_size").asInt(),
                        recorded.at("/expected/width").asInt());
        if (widths.output() != recorded.at("/vision_width").asInt(widths.output())) {
            findings.deviates("head_keeps_backbone_width");
        }
        NDArray x = recorded.tensor("x"); // [M, W]
        x.setRequiresGradient(true);
        try (ParameterStore store = bench.store(scope)) {
            FeatureNorm norm =
                    bench.create(
                            names.norm(
                                    normalize,
                                    softmax,
                                    recorded.at("/softmax_temperature").asDouble(TEMPERATURE)),
                            store.root(),
                            new FeatureShape(1, widths.output()));
            VisionHead head =
                    bench.create(
                            names.head(recorded.text("/vision_head"), normalize, softmax, 1),
                            store.root().at("vision_head"),
                            widths,
                            norm);
            CaseWeights.load(store, recorded);
            compare(recorded, bench.ops(), head, norm, x, findings);
            CaseWeights.compareGradients(store, x, recorded, scope, findings);
        }
    }

    private static void compare(
            ParityCase recorded,
            Ops ops,
            VisionHead head,
            FeatureNorm norm,
            NDArray x,
            Findings findings) {
        try (Autograd.Scope on = Autograd.on()) {
            NDArray raw = head.predict(x);
            findings.tensor(
                    "expected_raw", raw, recorded.tensor("expected_raw"), Tolerance.CONNECTOR);
            findings.tensor(
                    "expected",
                    norm.project(raw),
                    recorded.tensor("expected"),
                    Tolerance.CONNECTOR);
            NDArray sum = head.lossSum(raw, recorded.tensor("target"));
            NDArray loss = ops.scale(sum, 1.0 / x.getShape().get(0));
            findings.number(
                    "loss", loss.getFloat(), recorded.number("/expected/loss"), Tolerance.LOSS);
            Autograd.backward(loss);
        }
    }
}
