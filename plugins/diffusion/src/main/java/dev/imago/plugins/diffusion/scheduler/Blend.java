package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;

/** Sums of arrays times numbers; for inference, since nothing of it is differentiated. */
public final class Blend {
    private Blend() {}

    /** {@code a · x}, owned by the manager of {@code x}. */
    public static NDArray scaled(NDArray x, double a) {
        try (NDArray factor = x.getManager().create((float) a)) {
            return x.mul(factor);
        }
    }

    /**
     * {@code a · x + b · y}, owned by the manager of {@code x}. What has the factor 0 is left out,
     * so that it may hold anything.
     */
    static NDArray of(NDArray x, double a, NDArray y, double b) {
        if (a == 0) {
            NDArray alone = scaled(y, b);
            alone.attach(x.getManager());
            return alone;
        }
        NDArray sum = scaled(x, a);
        add(sum, y, b);
        return sum;
    }

    /** Adds {@code b · y} to an array, in place. */
    static void add(NDArray sum, NDArray y, double b) {
        if (b != 0) {
            try (NDArray scaled = scaled(y, b)) {
                sum.addi(scaled);
            }
        }
    }

    /** Clips an array in place of itself; an infinite bound leaves it. */
    static NDArray clipped(NDArray x, double bound) {
        if (Double.isInfinite(bound)) {
            return x;
        }
        try (x) {
            return x.clip(-bound, bound);
        }
    }
}
