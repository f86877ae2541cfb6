package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.Measured;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Intervals of a figure of a whole set from few figures of random subsets (the delete-d jackknife,
 * Shao and Wu 1989), where time does not suffice for as many as percentiles need.
 */
final class Subsamples {
    private Subsamples() {}

    /**
     * The figure with Student's interval.
     *
     * @param value of the whole
     * @param some figures of subsets, drawn independently of each other; fewer than two give none
     * @param scale variance of the whole for each variance of a subset
     * @param confidence share of the intervals that hold the true figure
     */
    static Measured measured(
            String name, double value, double[] some, double scale, double confidence) {
        if (some.length < 2) {
            return Measured.plain(name, value);
        }
        double mean = Arrays.stream(some).average().orElseThrow();
        double squares = Arrays.stream(some).map(one -> (one - mean) * (one - mean)).sum();
        double error = Math.sqrt(scale * squares / (some.length - 1));
        double factor =
                new TDistribution(some.length - 1)
                        .inverseCumulativeProbability((1 + confidence) / 2);
        return new Measured(name, value, value - factor * error, value + factor * error);
    }

    /**
     * Variance of a figure of {@code count} rows for each variance of that figure over random
     * subsets of {@code size} of them. Holds for means and their like; for what converges faster,
     * as a kernel distance of sets that are alike, it is too large.
     */
    static double scale(int size, int count) {
        return (double) size / (count - size);
    }

    /** Random indices without repetition, in the order of their draws. */
    static int[] indices(int count, int size, RandomGenerator random) {
        int[] indices = new int[count];
        Arrays.setAll(indices, i -> i);
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(count - i);
            int index = indices[i];
            indices[i] = indices[j];
            indices[j] = index;
        }
        return Arrays.copyOf(indices, size);
    }

    /** Some of the rows, which are not copied. */
    static float[][] rows(float[][] rows, int[] indices) {
        return Arrays.stream(indices).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }
}
