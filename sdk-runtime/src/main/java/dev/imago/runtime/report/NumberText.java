package dev.imago.runtime.report;

import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as a reader wants them. */
final class NumberText {
    private static final Pattern NUMERIC =
            Pattern.compile("[-−+±<>≤≥≈]?\\s?\\d[\\d,.  ]*(e[-+]?\\d+)?\\s?[%×a-zA-Z/]{0,6}");

    private NumberText() {}

    /** A figure with four digits; whole numbers as they are, grouped. */
    static String figure(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
        }
        if (value == Math.rint(value) && size < 1e12) {
            return format("%,.0f", value);
        }
        if (size >= 1e6 || size < 1e-3) {
            return format("%.3g", value);
        }
        int digits = size < 1 ? 4 : (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
        return format("%,." + digits + "f", value);
    }

    /** A share of 1, such as an accuracy. */
    static String share(double value) {
        return format("%.4f", value);
    }

    /** The value at a tick of an axis whose ticks are {@code step} apart. */
    static String tick(double value, double step) {
        double size = Math.abs(value);
        if (size < step * 1e-6) {
            return "0";
        }
        if (size >= 10_000) {
            boolean millions = size >= 1e6;
            return trimmed(format("%.2f", value / (millions ? 1e6 : 1e3))) + (millions ? "M" : "k");
        }
        if (size < 1e-3) {
            return format("%.1e", value).replace(".0e", "e").replace("e-0", "e-");
        }
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return trimmed(format("%." + Math.min(8, digits + 1) + "f", value));
    }

    /** Bytes as MiB or GiB. */
    static String bytes(long bytes) {
        double mebibytes = bytes / (double) (1 << 20);
        return mebibytes < 1000
                ? format("%.0f MiB", mebibytes)
                : format("%.2f GiB", mebibytes / 1024);
    }

    /** Whether a table's cell is a number, perhaps with a sign and a unit. */
    static boolean isNumeric(String cell) {
        return NUMERIC.matcher(cell).matches();
    }

    private static String trimmed(String number) {
        return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value).replace('-', '−').replace("e−", "e-");
    }
}
