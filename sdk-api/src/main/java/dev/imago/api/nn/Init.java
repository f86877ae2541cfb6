package dev.imago.api.nn;

import dev.imago.api.Api;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How a new parameter is filled when no checkpoint brings it. Values depend only on the recipe's
 * seed and the parameter's name, so they are the same on every machine and in any order.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
@FunctionalInterface
public interface Init {
    /** All zeros. */
    Init ZEROS = new PiecewiseInit((random, values) -> {});

    /** All ones. */
    Init ONES = new PiecewiseInit((random, values) -> Arrays.fill(values, 1f));

    /** Writes all values; {@code values} arrives zeroed, in row-major order. */
    void fill(RandomGenerator random, float[] values);

    /**
     * Whether each value depends on nothing but the generator as the one before left it, so that a
     * large parameter may be filled piece by piece.
     */
    default boolean inPieces() {
        return false;
    }

    /** Gaussian with mean 0. */
    static Init normal(double std) {
        return new PiecewiseInit(
                (random, values) -> {
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) (std * random.nextGaussian());
                    }
                });
    }

    /** Uniform in [-bound, bound). */
    static Init uniform(double bound) {
        return new PiecewiseInit(
                (random, values) -> {
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
                    }
                });
    }

    /** PyTorch's own for linear maps: uniform within {@code 1 / √in}. */
    static Init fanIn(int in) {
        return uniform(1 / Math.sqrt(in));
    }

    /** A constant. */
    static Init constant(double value) {
        return new PiecewiseInit((random, values) -> Arrays.fill(values, (float) value));
    }
}
