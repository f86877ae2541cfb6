package dev.imago.plugins.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    private static float[][] rows(int count, double[] mean, double[] deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][mean.length];
        for (float[] row : rows) {
            for (int d = 0; d < mean.length; d++) {
                row[d] = (float) (mean[d] + deviation[d] * random.nextGaussian());
            }
        }
        return rows;
    }

    @Test
    void of_gaussians_along_the_axes_it_is_the_sum_over_axes() {
        float[][] a = rows(20_000, new double[] {0, 1, 2}, new double[] {1, 2, 0.5}, 1);
        float[][] b = rows(20_000, new double[] {1, 1, 0}, new double[] {1, 1, 1.5}, 2);
        double wanted = 1 + 0 + 4 + 0 + 1 + 1;
        double found = FrechetDistance.between(Moments.of(a), Moments.of(b)).value();
        assertThat(found).isCloseTo(wanted, within(0.15));
    }

    @Test
    void of_a_set_and_itself_it_is_zero() {
        float[][] a = rows(50, new double[8], new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 3);
        Moments moments = Moments.of(a);
        assertThat(FrechetDistance.between(moments, moments).value()).isCloseTo(0, within(1e-8));
    }

    @Test
    void fewer_rows_than_numbers_are_no_obstacle() {
        double[] ones = new double[30];
        java.util.Arrays.fill(ones, 1);
        Moments few = Moments.of(rows(5, new double[30], ones, 4));
        Moments others = Moments.of(rows(6, new double[30], ones, 5));
        assertThat(FrechetDistance.between(few, others).value()).isFinite().isPositive();
    }

    @Test
    void large_means_cost_no_digits() {
        double[] far = {1e4, -1e4};
        float[][] a = rows(1000, far, new double[] {1, 1}, 6);
        double[][] covariance = Moments.of(a).covariance();
        double mean = 0;
        for (float[] row : a) {
            mean += row[0] / 1000.0;
        }
        double squares = 0;
        for (float[] row : a) {
            squares += (row[0] - mean) * (row[0] - mean) / 999;
        }
        assertThat(covariance[0][0]).isCloseTo(squares, within(1e-9 * squares));
    }
}
