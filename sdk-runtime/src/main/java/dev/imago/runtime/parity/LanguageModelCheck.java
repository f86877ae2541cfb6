package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;

/**
 * Plain language models: hidden states, logits, loss, gradients, optimizer steps and a greedy
 * continuation with a cache. Legend: B rows, T positions, V vocabulary, W width.
 */
final class LanguageModelCheck implements FamilyCheck {
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
            LanguageModelRun run = new LanguageModelRun(recorded, bench.ops(), backbone, head);
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

    /** The backbone that the model's config names. */
    static Spec<Backbone> backbone(ParityCase recorded, Bench bench) {
        return backbone(recorded.modelFolder(), bench);
    }

    /** The backbone that the config of a folder names. */
    static Spec<Backbone> backbone(Path folder, Bench bench) {
        JsonNode config = ParityCase.json(folder.resolve("config.json"));
        String type = config.path("model_type").asText();
        if (type.equals("metamorph_llama")) {
            type = "llama";
        }
        if (!bench.offers(Backbone.class, type)) {
            throw new UnsupportedCaseException("no plugin offers Backbone '" + type + "'");
        }
        refuseUnknownArithmetic(config);
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

    /** What no backbone has a key for, because published ones of these families have it so. */
    private static void refuseUnknownArithmetic(JsonNode config) {
        String activation = config.path("hidden_act").asText("silu");
        if (!activation.equals("silu") && !activation.equals("swish")) {
            throw new UnsupportedCaseException("no backbone has hidden_act '" + activation + "'");
        }
    }

    private static void load(ParameterStore store, ParityCase recorded) {
        try (Safetensors file = Safetensors.open(recorded.modelFolder())) {
            store.load(file, LoadRules.EXACT);
        }
    }
}
