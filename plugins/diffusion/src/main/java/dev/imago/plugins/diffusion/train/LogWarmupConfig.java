package dev.imago.plugins.diffusion.train;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;

/**
 * Keys of {@link LogWarmupSchedule}; the defaults are the reference's, whatever the stage's steps.
 *
 * @param warmupSteps steps of the rise
 * @param endStep where the rate is 0 again
 */
@Doc(
        "Rises by the logarithm of the step, then falls straight to 0: how the reference trains its"
                + " decoder.")
public record LogWarmupConfig(
        @Doc("steps over which the rate rises from 0") Integer warmupSteps,
        @Doc("step at which the rate is 0 again, whatever the stage's steps") Integer endStep) {
    /** Defaults and checks. */
    public LogWarmupConfig {
        warmupSteps = Check.positive(warmupSteps, 4000, "warmup_steps");
        endStep = Check.between(endStep, 16_000, 1, Integer.MAX_VALUE, "end_step");
        if (endStep <= warmupSteps) {
            throw new InvalidValueException(
                    "end_step",
                    "is " + endStep + ", expected more than the " + warmupSteps + " warmup_steps");
        }
    }
}
