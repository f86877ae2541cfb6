package dev.imago.api.evaluate;

import dev.imago.api.Api;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Confidence intervals by drawing again from what was measured. The same seed draws the same.
 *
 * @param resamples how often is drawn; 0 gives no intervals
 * @param confidence share of the intervals that hold the true figure, between 0 and 1
 * @param seed of the draws
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Bootstrap(int resamples, double confidence, long seed) {
    /**
     * The mean of a number per picture, with the percentile interval of means of as many, drawn
     * with repetition.
     *
     * @param values one for each picture; the mean of none is not a number
     */
    public Measured mean(String name, double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (resamples == 0 || values.length < 2) {
            return Measured.plain(name, mean);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        Arrays.sort(means);
        return new Measured(name, mean, quantile(means, tail()), quantile(means, 1 - tail()));
    }

    /**
     * A figure of a whole set, such as a distance of distributions. It is told again of random
     * halves without repetition, whose spread is that of the figure of the whole (the delete-half
     * jackknife); rows that are drawn twice would bias what looks at neighbours or pairs.
     *
     * @param count how many rows the set has
     * @param figure tells the figure of some rows by their sorted indices
     */
    public Measured set(String name, int count, ToDoubleFunction<int[]> figure) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        double value = figure.applyAsDouble(all.clone());
        if (resamples == 0 || count < 4) {
            return Measured.plain(name, value);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] halves = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            halves[r] = figure.applyAsDouble(half(all, random));
        }
        double centre = Arrays.stream(halves).average().orElseThrow();
        Arrays.sort(halves);
        return new Measured(
                name,
                value,
                value + quantile(halves, tail()) - centre,
                value + quantile(halves, 1 - tail()) - centre);
    }

    private static int[] half(int[] all, SplittableRandom random) {
        int[] drawn = all.clone();
        int size = all.length / 2;
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(drawn.length - i);
            int one = drawn[i];
            drawn[i] = drawn[j];
            drawn[j] = one;
        }
        int[] half = Arrays.copyOf(drawn, size);
        Arrays.sort(half);
        return half;
    }

    private double tail() {
        return (1 - confidence) / 2;
    }

    /** Interpolated between the sorted values around it. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int low = (int) Math.floor(at);
        int high = (int) Math.ceil(at);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
