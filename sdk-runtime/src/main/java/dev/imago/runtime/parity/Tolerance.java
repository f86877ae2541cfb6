package dev.imago.runtime.parity;

/**
 * How far a number may be off. A tensor's numbers may be off by {@code absolute + relative · |m|},
 * where m is the largest expected number of the tensor.
 *
 * @param absolute part
 * @param relative part
 * @param mean how far a tensor's numbers may be off on average
 * @param few how far one number in 200 (at least one) may be off
 */
public record Tolerance(double absolute, double relative, double mean, double few) {
    private static final double ANY = Double.POSITIVE_INFINITY;

    /** Hidden states and logits. */
    static final Tolerance HIDDEN = absolute(1e-4);

    /**
     * Visual tokens that were fed back again and again, which multiplies rounding; each is compared
     * a second time, after recorded ones, as {@link #HIDDEN}.
     */
    static final Tolerance FED_BACK = absolute(5e-2);

    /** Losses. */
    static final Tolerance LOSS = new Tolerance(1e-6, 1e-5, ANY, 0);

    /** Gradients and their norms. */
    static final Tolerance GRADIENT = new Tolerance(1e-6, 2e-4, ANY, 0);

    /**
     * Parameters after a few Adam steps. Where a gradient is nearly zero, its sign is rounding, and
     * Adam steps by up to the learning rate either way.
     */
    static final Tolerance STEPPED = new Tolerance(2e-4, 0, 2e-5, 1e-3);

    /** Normalised pixels, whose 8-bit values are compared exactly where they are recorded. */
    static final Tolerance PIXELS = absolute(1e-6);

    /** Interpolation, projectors and heads. */
    static final Tolerance CONNECTOR = absolute(2e-6);

    /** Features of a vision encoder. */
    static final Tolerance FEATURES = absolute(2e-5);

    /** A tolerance of both parts. */
    static Tolerance of(double absolute, double relative) {
        return new Tolerance(absolute, relative, ANY, 0);
    }

    /** A tolerance without relative part. */
    static Tolerance absolute(double absolute) {
        return new Tolerance(absolute, 0, ANY, 0);
    }

    /** What is allowed where the largest expected number is {@code scale}. */
    double allowed(double scale) {
        return absolute + relative * scale;
    }
}
