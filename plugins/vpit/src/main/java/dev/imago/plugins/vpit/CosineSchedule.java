package dev.imago.plugins.vpit;

import dev.imago.api.train.Schedule;
import jakarta.inject.Inject;

/** Warm-up, then half a cosine down to {@code min_factor}. */
public final class CosineSchedule implements Schedule {
    private final ScheduleConfig config;

    /** Holds the keys. */
    @Inject
    public CosineSchedule(ScheduleConfig config) {
        this.config = config;
    }

    @Override
    public double factor(long step, long steps) {
        return config.factor(step, steps, done -> (1 + Math.cos(Math.PI * done)) / 2);
    }
}
