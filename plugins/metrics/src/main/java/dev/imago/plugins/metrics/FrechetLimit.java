package dev.imago.plugins.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The Fréchet distance that endless pictures would have (FID∞; Chong and Forsyth 2020, arXiv
 * 1911.07023). Few pictures make it look larger by about one over their number: distances of whole
 * sets, of halves, of thirds and so on lie near a line, which is followed to its end.
 */
final class FrechetLimit {
    private static final int MOST_PARTS = 5;

    private FrechetLimit() {}

    /**
     * Where the line ends.
     *
     * @param made rows
     * @param real as many
     * @param random divides the sets into parts
     * @return empty where halves would have too few rows for their covariance
     */
    static OptionalDouble between(float[][] made, float[][] real, RandomGenerator random) {
        int count = made.length;
        int most = Math.min(MOST_PARTS, count / (made[0].length + 1));
        if (most < 2) {
            return OptionalDouble.empty();
        }
        int[] order = Subsamples.indices(count, count, random);
        SimpleRegression line = new SimpleRegression();
        for (int parts = 1; parts <= most; parts++) {
            int size = count / parts;
            double sum = 0;
            for (int part = 0; part < parts; part++) {
                int[] some = Arrays.copyOfRange(order, part * size, (part + 1) * size);
                sum +=
                        FrechetDistance.between(
                                        Subsamples.rows(real, some), Subsamples.rows(made, some))
                                .value();
            }
            line.addData(1.0 / size, sum / parts);
        }
        return OptionalDouble.of(line.getIntercept());
    }
}
