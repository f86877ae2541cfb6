package dev.imago.runtime.train;

import dev.imago.api.evaluate.Metric;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import java.util.List;

/**
 * Keys of an {@code evaluate} stage.
 *
 * @param metrics what is measured, in order
 */
@Doc("measures the model on the evaluation data")
public record EvaluateStageConfig(
        @Doc(value = "what is measured, in order", required = true) List<Spec<Metric>> metrics) {
    /** Checks that something is measured. */
    public EvaluateStageConfig {
        metrics = List.copyOf(Check.required(metrics, "metrics"));
    }
}
