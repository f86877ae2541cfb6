package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import dev.imago.api.parity.Comparisons;
import dev.imago.plugins.diffusion.scheduler.Blend;

/** How far numbers of each sort may be off. */
final class Allowed {
    private static final double OUTPUT = 1e-5;
    private static final double OUTPUT_FLOOR = 1e-6;
    private static final double GRADIENT = 1e-3;
    private static final double GRADIENT_FLOOR = 1e-9;
    private static final int LEVELS = 255;

    private final Comparisons found;

    Allowed(Comparisons found) {
        this.found = found;
    }

    /** Outputs and activations: 1e-5 of the largest, never below 1e-6. */
    void output(String name, NDArray actual, NDArray expected) {
        try (NDArray sizes = expected.abs();
                NDArray largest = sizes.max()) {
            double allowed = Math.max(OUTPUT_FLOOR, OUTPUT * largest.getFloat());
            found.tensor(name, actual, expected, allowed, 0);
        }
    }

    void gradient(String name, NDArray actual, NDArray expected) {
        found.tensor(name, actual, expected, GRADIENT_FLOOR, GRADIENT);
    }

    void gradientNorm(String name, double actual, double expected) {
        found.number(name, actual, expected, GRADIENT_FLOOR, GRADIENT);
    }

    void loss(double actual, double expected) {
        found.number("loss", actual, expected, OUTPUT_FLOOR, OUTPUT);
    }

    /**
     * Pictures of 8 bits: one level, on a small share of the values.
     *
     * @param actual floats in 0..255, rounded
     */
    void levels(String name, NDArray actual, NDArray expected, double share) {
        found.tensor(name, actual, expected, 1, 0);
        try (NDArray differs = actual.neq(expected);
                NDArray numbers = differs.toType(expected.getDataType(), true);
                NDArray mean = numbers.mean()) {
            double off = mean.getFloat();
            found.holds(
                    name + " (share of values off by a level)",
                    off < share,
                    "is " + off + ", expected below " + share);
        }
    }

    /** {@code [N, 3, H, W]} about -1..1 as {@code [N, H, W, 3]} in 0..255, halves to even. */
    static NDArray levels(NDArray pixels) {
        try (NDArray halved = Blend.scaled(pixels, 0.5);
                NDArray unit = halved.add(0.5f);
                NDArray clipped = unit.clip(0, 1);
                NDArray large = Blend.scaled(clipped, LEVELS);
                NDArray whole = large.round();
                NDArray last = whole.transpose(0, 2, 3, 1)) {
            return last.duplicate();
        }
    }
}
