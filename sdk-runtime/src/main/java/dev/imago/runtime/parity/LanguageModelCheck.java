package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.Loss;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.util.Map;

/**
 * Plain language models: hidden states, logits, loss, gradients, optimizer steps and a greedy
 * continuation with a cache. Legend: B rows, T positions, V vocabulary, W width.
 */
final class LanguageModelCheck implements FamilyCheck {
    private static final String LAYER = "expected_hidden_after_layer";

    @Override
    public String family() {
        return "llm";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        Spec<Backbone> spec = backbone(recorded, bench);
        try (ParameterStore store = bench.store(scope)) {
            Backbone backbone = bench.create(spec, store.root());
            TextHead head =
                    bench.create(
                            bench.spec(TextHead.class, "lm", Bench.keys()), store.root(), backbone);
            load(store, recorded);
            Run run = new Run(recorded, bench, backbone, head);
            run.compareStates(scope, findings);
            new GreedyCheck(recorded, backbone, head).compare(scope, findings);
            store.unfreeze("**");
            new GradientCheck(recorded, bench.ops(), store)
                    .compare(GradientCheck.gradients(store, run::loss, scope), 1, findings);
            if (recorded.has("/optimizer")) {
                new OptimizerCheck(recorded, bench, store).compare(run::loss, scope, findings);
            }
        }
    }

    /** The backbone that the model's config names; plain variants of LLaMA count as LLaMA. */
    static Spec<Backbone> backbone(ParityCase recorded, Bench bench) {
        JsonNode config = ParityCase.json(recorded.modelFolder().resolve("config.json"));
        String type = config.path("model_type").asText();
        if (type.equals("metamorph_llama")) {
            type = "llama";
        }
        if (!bench.offers(Backbone.class, type) && isPlainMistral(config)) {
            type = "llama";
        }
        if (!bench.offers(Backbone.class, type)) {
            throw new UnsupportedCaseException("no plugin offers Backbone '" + type + "'");
        }
        if (type.equals("llama")) {
            refuseUnknownArithmetic(config);
        }
        return bench.spec(Backbone.class, type, keys(config));
    }

    /** The config's keys, with the older name of the kind of rope scaling. */
    private static ObjectNode keys(JsonNode config) {
        ObjectNode keys = Bench.keys(config.deepCopy());
        if (keys.path("rope_scaling") instanceof ObjectNode scaling
                && !scaling.has("rope_type")
                && scaling.has("type")) {
            scaling.set("rope_type", scaling.get("type"));
        }
        return keys;
    }

    /** Settings that the LLaMA component has no key for, because LLaMA always has them so. */
    private static void refuseUnknownArithmetic(JsonNode config) {
        String activation = config.path("hidden_act").asText("silu");
        if (!activation.equals("silu") && !activation.equals("swish")) {
            throw new UnsupportedCaseException("llama has no hidden_act '" + activation + "'");
        }
    }

    /** Without a sliding window, Mistral's arithmetic is LLaMA's without biases. */
    private static boolean isPlainMistral(JsonNode config) {
        return config.path("model_type").asText().equals("mistral")
                && (config.path("sliding_window").isNull()
                        || config.path("sliding_window").isMissingNode());
    }

    private static void load(ParameterStore store, ParityCase recorded) {
        try (Safetensors file = Safetensors.open(recorded.modelFolder())) {
            store.load(file, LoadRules.EXACT);
        }
    }

    /** One forward pass over the case's batch, again and again. */
    private static final class Run {
        private final ParityCase recorded;
        private final Bench bench;
        private final Backbone backbone;
        private final TextHead head;
        private final NDArray ids;
        private final AttentionInput input;

        Run(ParityCase recorded, Bench bench, Backbone backbone, TextHead head) {
            this.recorded = recorded;
            this.bench = bench;
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
            return owner.arange(0, (int) width, 1, DataType.INT64)
                    .reshape(1, width)
                    .repeat(0, rows);
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
                findings.tensor(
                        name, masked(actual, rows), masked(expected, rows), Tolerance.HIDDEN);
            }
        }

        private NDArray masked(NDArray states, NDArray rows) {
            long width = states.getShape().get(2);
            return bench.ops().gatherRows(states.reshape(-1, width), rows);
        }

        Loss loss(NDManager scope) {
            NDArray hidden = embedded(scope);
            Backbone.ForwardPass pass = backbone.begin(input);
            for (int layer = 0; layer < backbone.depth(); layer++) {
                hidden = pass.layer(layer, hidden);
            }
            LabelledRows labelled = LabelledRows.of(recorded.tensor("labels"), scope);
            NDArray rows =
                    bench.ops().gatherRows(hidden.reshape(-1, backbone.width()), labelled.rows());
            NDArray prediction = head.predict(backbone.norm(rows));
            NDArray sum = head.lossSum(prediction, labelled.targets());
            return new Loss(bench.ops().scale(sum, 1.0 / labelled.count()), Map.of());
        }
    }
}
