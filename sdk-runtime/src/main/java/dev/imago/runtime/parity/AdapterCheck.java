package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.recipe.AdapterSection;
import dev.imago.runtime.weights.AdapterSwitch;
import dev.imago.runtime.weights.Adapters;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.List;

/**
 * Low-rank adapters in PEFT's layout over a plain language model: logits without, with and after
 * merging, the loss, the adapter's gradients and optimizer steps.
 */
final class AdapterCheck implements FamilyCheck {
    private static final String NAME = "default";
    private static final String PREFIX = "base_model.model.";
    private static final String ALL = "**.{lora_A,lora_B,lora_magnitude_vector}.**";
    private static final String MERGED = "expected_merged_weight/";

    @Override
    public String family() {
        return "lora";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        try (Model model = new Model(recorded, bench, scope)) {
            try (AdapterSwitch.Scope off = model.store.adapters().use(AdapterSwitch.BASE)) {
                model.run.compareLogits("base_logits", scope, findings);
            }
            model.run.compareLogits("expected_logits", scope, findings);
            model.store.unfreeze(ALL);
            LanguageModelRun run = model.run;
            findings.number(
                    "loss",
                    run.loss(scope).total().getFloat(),
                    recorded.number("/expected/loss"),
                    Tolerance.LOSS);
            new GradientCheck(recorded, bench.ops(), model.store, PREFIX)
                    .compare(GradientCheck.gradients(model.store, run::loss, scope), 1, findings);
            if (recorded.has("/optimizer")) {
                new OptimizerCheck(recorded, bench, model.store, PREFIX)
                        .compare(run::loss, scope, findings);
            }
        }
        try (Model model = new Model(recorded, bench, scope)) {
            model.store.mergeAdapter(NAME);
            compareMerged(recorded, model, scope, findings);
        }
    }

    private static void compareMerged(
            ParityCase recorded, Model model, NDManager scope, Findings findings) {
        model.run.compareLogits("expected_merged_logits", scope, findings);
        for (String name : recorded.tensorsBelow(MERGED)) {
            findings.tensor(
                    "merged " + name,
                    model.store.find(name).map(Parameter::value).orElseThrow(),
                    recorded.tensor(MERGED + name),
                    Tolerance.CONNECTOR);
        }
    }

    /** The base with its adapter, filled. */
    private static final class Model implements AutoCloseable {
        private final ParameterStore store;
        private final LanguageModelRun run;

        Model(ParityCase recorded, Bench bench, NDManager scope) {
            Path base = recorded.file(recorded.text("/base_dir"));
            Path folder = recorded.file(recorded.text("/adapter_dir"));
            Adapters adapters =
                    Adapters.of(bench.ops(), List.of(AdapterSection.read(NAME, folder)));
            Spec<Backbone> spec = LanguageModelCheck.backbone(base, bench);
            store = new ParameterStore(bench.ops(), scope, Precision.FP32, adapters);
            Backbone backbone = bench.create(spec, store.root());
            TextHead head =
                    bench.create(
                            bench.spec(TextHead.class, "lm", Bench.keys()), store.root(), backbone);
            adapters.check(store);
            try (Safetensors file = Safetensors.open(base)) {
                store.load(file, LoadRules.EXACT.optional(ALL));
            }
            adapters.load(store);
            run = new LanguageModelRun(recorded, bench.ops(), backbone, head);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
