package dev.imago.plugins.diffusion.train;

import dev.imago.api.train.Schedule;
import jakarta.inject.Inject;

/** Rises straight from 0, then stays. The first step's rate is 0. */
public final class RampSchedule implements Schedule {
    private final RampConfig config;

    /** Holds the keys. */
    @Inject
    public RampSchedule(RampConfig config) {
        this.config = config;
    }

    @Override
    public double factor(long step, long steps) {
        return Math.min(1, (double) step / config.rampSteps());
    }
}
