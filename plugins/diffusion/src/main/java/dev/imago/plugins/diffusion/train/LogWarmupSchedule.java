package dev.imago.plugins.diffusion.train;

import dev.imago.api.train.Schedule;
import jakarta.inject.Inject;

/** Rises by the logarithm of the step, then falls straight to 0. The first step's rate is 0. */
public final class LogWarmupSchedule implements Schedule {
    private final LogWarmupConfig config;

    /** Holds the keys. */
    @Inject
    public LogWarmupSchedule(LogWarmupConfig config) {
        this.config = config;
    }

    @Override
    public double factor(long step, long steps) {
        int warmup = config.warmupSteps();
        if (step < warmup) {
            return Math.log1p(step) / Math.log1p(warmup);
        }
        double fallen = (double) (step - warmup) / (config.endStep() - warmup);
        return Math.max(0, 1 - fallen);
    }
}
