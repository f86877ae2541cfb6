package dev.imago.plugins.vpit;

import dev.imago.api.train.Schedule;
import jakarta.inject.Inject;

/** Warm-up, then the full rate. */
public final class ConstantSchedule implements Schedule {
    private final ScheduleConfig config;

    /** Holds the keys. */
    @Inject
    public ConstantSchedule(ScheduleConfig config) {
        this.config = config;
    }

    @Override
    public double factor(long step, long steps) {
        return config.factor(step, steps, done -> 1);
    }
}
