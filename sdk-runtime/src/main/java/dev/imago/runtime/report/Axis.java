package dev.imago.runtime.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart: a range that round numbers divide.
 *
 * @param from value at its start
 * @param to value at its end, greater than {@code from}
 * @param step between ticks
 */
record Axis(double from, double to, double step) {
    /** An axis that holds all values between, with about as many ticks. */
    static Axis of(double least, double most, int ticks) {
        double low = least;
        double high = most;
        if (high - low < Math.max(Math.abs(low), Math.abs(high)) * 1e-9 || high == low) {
            double around = low == 0 ? 1 : Math.abs(low) * 0.1;
            low -= around;
            high += around;
        }
        double step = round((high - low) / ticks);
        return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
    }

    /** An axis that ends where the values end; its ticks are round all the same. */
    static Axis tight(double least, double most, int ticks) {
        Axis round = of(least, most, ticks);
        return most > least ? new Axis(least, most, round.step) : round;
    }

    /** The round values on the axis. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (double n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n++) {
            ticks.add(n * step);
        }
        return ticks;
    }

    /** Where a value lies, 0 at the start and 1 at the end. */
    double share(double value) {
        return (value - from) / (to - from);
    }

    private static double round(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
