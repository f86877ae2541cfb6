package dev.imago.plugins.tasks.frames;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The time between two frames.
 *
 * @param steps frames from one to the other
 * @param secondsApart time between neighbouring frames of the video; 0 when unknown
 */
record FrameInterval(int steps, double secondsApart) {
    /** In seconds; 0 when unknown. */
    double seconds() {
        return steps * secondsApart;
    }

    /** As spoken: {@code 1 second}, {@code 0.4 seconds}, {@code 3 frames}. */
    String words() {
        return secondsApart > 0
                ? words(BigDecimal.valueOf(seconds()), "second")
                : words(BigDecimal.valueOf(steps), "frame");
    }

    static String words(BigDecimal number, String unit) {
        BigDecimal rounded = number.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        boolean one = rounded.compareTo(BigDecimal.ONE) == 0;
        return rounded.toPlainString() + " " + unit + (one ? "" : "s");
    }
}
