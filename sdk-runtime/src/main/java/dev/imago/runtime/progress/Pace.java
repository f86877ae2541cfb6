package dev.imago.runtime.progress;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How fast a piece of work goes, measured from the first step it told of: a run that goes on from a
 * checkpoint is not taken for a fast one. Not thread-safe.
 */
final class Pace {
    private final long total;
    private final LongSupplier nanos;
    private long firstDone = -1;
    private long firstTime;
    private long done;

    Pace(long total, LongSupplier nanos) {
        this.total = total;
        this.nanos = nanos;
    }

    void at(long steps) {
        if (firstDone < 0) {
            firstDone = steps;
            firstTime = nanos.getAsLong();
        }
        done = steps;
    }

    /** Seconds left at the pace so far; empty until it can be told. */
    OptionalDouble secondsLeft() {
        if (firstDone < 0 || done <= firstDone || done > total) {
            return OptionalDouble.empty();
        }
        double seconds = (nanos.getAsLong() - firstTime) / 1e9;
        return OptionalDouble.of(seconds / (done - firstDone) * (total - done));
    }
}
