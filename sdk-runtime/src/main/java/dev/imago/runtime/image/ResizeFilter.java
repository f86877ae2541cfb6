package dev.imago.runtime.image;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much a neighbour at a distance weighs, as Pillow has it. */
public enum ResizeFilter {
    /** A triangle. */
    BILINEAR(1) {
        @Override
        double weight(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** Cubic with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
        }
    },
    /** A sinc under a sinc of three times its width. */
    LANCZOS(3) {
        @Override
        double weight(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /** The filter a preprocessing names: {@code bicubic}, {@code bilinear} or {@code lanczos}. */
    public static ResizeFilter of(String name) {
        for (ResizeFilter filter : values()) {
            if (filter.name().toLowerCase(Locale.ROOT).equals(name)) {
                return filter;
            }
        }
        List<String> names =
                Arrays.stream(values()).map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
        throw new ImagoException(
                ErrorCode.INVALID_VALUE,
                "resample",
                "is '" + name + "', expected one of " + String.join(", ", names));
    }

    /** The distance beyond which nothing weighs. */
    double support() {
        return support;
    }

    abstract double weight(double x);

    private static double sinc(double x) {
        double angle = x * Math.PI;
        return x == 0 ? 1 : Math.sin(angle) / angle;
    }
}
