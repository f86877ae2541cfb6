package dev.imago.runtime.parity;

/**
 * How far a number may be off. A tensor's numbers may be off by {@code absolute + relative · |m|},
 * where m is the largest expected number of the tensor.
 *
 * @param absolute part
 * @param relative part
 * @param mean how far a tensor's numbers may be off on average
 */
public record Tolerance(double absolute, double relative, double mean) {
    /** Hidden states and logits. */
    static final Tolerance HIDDEN = absolute(1e-4);

    /**
     * Visual tokens that were fed back again and again, which multiplies rounding; each is compared
     * a second time, after recorded ones, as {@link #HIDDEN}.
     */
    static final Tolerance FED_BACK = absolute(5e-2);

    /** Losses. */
    static final Tolerance LOSS = new Tolerance(1e-6, 1e-5, Double.POSITIVE_INFINITY);

    /** Gradients and their norms. */
    static final Tolerance GRADIENT = new Tolerance(1e-6, 2e-4, Double.POSITIVE_INFINITY);

    /** Parameters after a few Adam steps. */
    static final Tolerance STEPPED = new Tolerance(2e-4, 0, 2e-5);

    /** Interpolation, projectors and heads. */
    static final Tolerance CONNECTOR = absolute(2e-6);

    /** Features of a vision encoder. */
    static final Tolerance FEATURES = absolute(2e-5);

    /** A tolerance without relative part. */
    static Tolerance absolute(double absolute) {
        return new Tolerance(absolute, 0, Double.POSITIVE_INFINITY);
    }

    /** What is allowed where the largest expected number is {@code scale}. */
    double allowed(double scale) {
        return absolute + relative * scale;
    }
}
