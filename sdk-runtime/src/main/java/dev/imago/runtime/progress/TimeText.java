package dev.imago.runtime.progress;

import java.util.Locale;

/** Spans of time as people read them: {@code 0.4s}, {@code 12s}, {@code 2m 05s}, {@code 1h 07m}. */
public final class TimeText {
    private TimeText() {}

    /** A span in words; tenths are told below ten seconds. */
    public static String of(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1fs", Math.max(0, seconds));
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + "s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%dm %02ds", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%dh %02dm", whole / 3600, whole % 3600 / 60);
    }
}
