package dev.imago.runtime.bench;

import java.lang.management.ManagementFactory;

/**
 * A point in time by the clock and by what the calling thread has computed, which other work on the
 * machine does not change.
 *
 * @param clock in nanoseconds
 * @param own in nanoseconds
 */
record Moment(long clock, long own) {
    static Moment now() {
        return new Moment(
                System.nanoTime(), ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    /** From here to a later one. */
    double secondsTo(Moment end) {
        return (end.clock - clock) / 1e9;
    }

    /** The same by the thread's own time. */
    double ownSecondsTo(Moment end) {
        return (end.own - own) / 1e9;
    }
}
