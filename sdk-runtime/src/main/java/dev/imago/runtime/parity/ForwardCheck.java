package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import dev.imago.runtime.model.ModelAssembly;
import java.util.List;

/**
 * The training forward of the whole model: sequences, embeddings, hidden states, both losses,
 * gradients and optimizer steps.
 */
final class ForwardCheck implements FamilyCheck {
    @Override
    public String family() {
        return "mm_forward";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        try (RecordedModel model = RecordedModel.open(recorded, bench, scope)) {
            ForwardRun run = new ForwardRun(recorded, model);
            Outcome outcome = Outcome.of(recorded, model, run);
            outcome.deviations().forEach(findings::deviates);
            run.compareStates(outcome.targetsComparable(), scope, findings);
            CaseLoss loss = inner -> run.loss(outcome.withoutVision(), inner);
            try (NDManager inner = scope.newSubManager()) {
                outcome.compare(loss.compute(inner), findings);
            }
            train(recorded, model);
            new GradientCheck(recorded, bench.ops(), model.store())
                    .compare(
                            GradientCheck.gradients(model.store(), loss, scope),
                            outcome.gradientFactor(),
                            findings);
            if (recorded.has("/optimizer")) {
                new OptimizerCheck(recorded, bench, model.store()).compare(loss, scope, findings);
            }
        }
    }

    private static void train(ParityCase recorded, RecordedModel model) {
        if (recorded.at("/trainable").asText().startsWith("only mm_projector")) {
            model.store().trainOnly(List.of("model.mm_projector.**", "model.embed_tokens.**"));
            return;
        }
        model.store().unfreeze("**");
        if (model.freezesEncoder()) {
            model.store().freeze(ModelAssembly.ENCODER + ".**");
        }
    }
}
