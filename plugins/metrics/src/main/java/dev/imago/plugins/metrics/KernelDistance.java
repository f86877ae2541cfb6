package dev.imago.plugins.metrics;

import java.util.random.RandomGenerator;

/**
 * The kernel distance of two sets of rows, as KID has it (Bińkowski et al. 2018): the unbiased
 * squared maximum mean discrepancy under the cubic kernel {@code (x·y / width + 1)³}. May be below
 * zero where the sets are alike.
 */
public final class KernelDistance {
    private KernelDistance() {}

    /**
     * The distance over all rows; takes time in the square of their number.
     *
     * @param a at least two rows
     * @param b at least two rows
     */
    public static double between(float[][] a, float[][] b) {
        double within = within(a) + within(b);
        double sum = 0;
        for (float[] x : a) {
            for (float[] y : b) {
                sum += kernel(x, y);
            }
        }
        return within - 2 * sum / ((double) a.length * b.length);
    }

    /**
     * The distances of random subsets, drawn without repetition within each; their mean is the
     * distance of large sets.
     *
     * @param size rows in a subset; at most as many as either set has
     * @param subsets how many
     */
    public static double[] ofSubsets(
            float[][] a, float[][] b, int size, int subsets, RandomGenerator random) {
        double[] distances = new double[subsets];
        for (int s = 0; s < subsets; s++) {
            distances[s] = between(some(a, size, random), some(b, size, random));
        }
        return distances;
    }

    private static float[][] some(float[][] rows, int size, RandomGenerator random) {
        return Subsamples.rows(rows, Subsamples.indices(rows.length, size, random));
    }

    /** The mean over pairs of different rows. */
    private static double within(float[][] rows) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += kernel(rows[i], rows[j]);
            }
        }
        return 2 * sum / ((double) rows.length * (rows.length - 1));
    }

    private static double kernel(float[] x, float[] y) {
        double product = 0;
        for (int i = 0; i < x.length; i++) {
            product += (double) x[i] * y[i];
        }
        double base = product / x.length + 1;
        return base * base * base;
    }
}
