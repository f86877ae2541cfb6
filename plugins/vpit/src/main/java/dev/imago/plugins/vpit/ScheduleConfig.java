package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;

/** Keys of all schedules. */
@Doc("how the learning rate goes over a stage")
public record ScheduleConfig(
        @Doc("steps over which the rate rises from 0") Integer warmupSteps,
        @Doc("share of all steps over which it rises; instead of warmup_steps") Double warmupRatio,
        @Doc("factor on the rate at the end") Double minFactor) {
    /** Defaults and checks. */
    public ScheduleConfig {
        if (warmupSteps != null && warmupRatio != null) {
            throw new InvalidValueException(
                    "warmup_ratio", "is given beside warmup_steps, expected one of them");
        }
        warmupSteps = Check.between(warmupSteps, null, 0, Integer.MAX_VALUE, "warmup_steps");
        warmupRatio = Check.between(warmupRatio, null, 0, 1, "warmup_ratio");
        minFactor = Check.between(minFactor, 0.0, 0, 1, "min_factor");
    }

    /** Steps over which the rate rises. */
    long warmup(long steps) {
        if (warmupSteps != null) {
            return Math.min(warmupSteps, steps);
        }
        return warmupRatio == null ? 0 : Math.round(warmupRatio * steps);
    }

    /**
     * The factor of a step: rising, then as {@code shape} says, which goes from 1 to 0 over 0..1.
     */
    double factor(long step, long steps, java.util.function.DoubleUnaryOperator shape) {
        long warmup = warmup(steps);
        if (step < warmup) {
            return (step + 1.0) / warmup;
        }
        double done = (step - warmup) / (double) Math.max(1, steps - warmup);
        return minFactor + (1 - minFactor) * shape.applyAsDouble(Math.min(1, done));
    }
}
