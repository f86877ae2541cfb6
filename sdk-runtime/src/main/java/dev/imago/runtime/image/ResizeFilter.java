package dev.imago.runtime.image;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much a neighbour at a distance weighs, as Pillow has it. */
public enum ResizeFilter {
    /** One old pixel for each new one, without antialias. */
    NEAREST(0) {
        @Override
        double weight(double x) {
            return x == 0 ? 1 : 0;
        }
    },
    /** The mean of the old pixels below a new one. */
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** A triangle. */
    BILINEAR(1) {
        @Override
        double weight(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** A sinc under a raised cosine. */
    HAMMING(1) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x >= 1) {
                return 0;
            }
            double angle = x * Math.PI;
            return x == 0 ? 1 : Math.sin(angle) / angle * (0.54 + 0.46 * Math.cos(angle));
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

    /** By the numbers that PIL gives them. */
    private static final List<ResizeFilter> NUMBERED =
            List.of(NEAREST, LANCZOS, BILINEAR, BICUBIC, BOX, HAMMING);

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /** The filter a preprocessing names, in lower case. */
    public static ResizeFilter of(String name) {
        for (ResizeFilter filter : values()) {
            if (filter.word().equals(name)) {
                return filter;
            }
        }
        List<String> names = Arrays.stream(values()).map(ResizeFilter::word).toList();
        throw new ImagoException(
                ErrorCode.INVALID_VALUE,
                "resample",
                "is '" + name + "', expected one of " + String.join(", ", names));
    }

    /** The filter that PIL gives a number. */
    public static ResizeFilter numbered(int number) {
        if (number < 0 || number >= NUMBERED.size()) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "resample",
                    "is " + number + ", expected a number below " + NUMBERED.size());
        }
        return NUMBERED.get(number);
    }

    /** The number that PIL gives it. */
    public int number() {
        return NUMBERED.indexOf(this);
    }

    /** Its name in recipes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
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
