package dev.imago.plugins.vpit;

import dev.imago.api.train.Schedule;
import jakarta.inject.Inject;

/** Warm-up, then straight down to {@code min_factor}. */
public final class LinearSchedule implements Schedule {
    private final ScheduleConfig config;

    /** Holds the keys. */
    @Inject
    public LinearSchedule(ScheduleConfig config) {
        this.config = config;
    }

    @Override
    public double factor(long step, long steps) {
        return config.factor(step, steps, done -> 1 - done);
    }
}
