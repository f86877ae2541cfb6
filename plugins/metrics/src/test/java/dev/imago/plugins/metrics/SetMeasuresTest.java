package dev.imago.plugins.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SetMeasuresTest {
    private static float[][] rows(int count, int width, double shift, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][width];
        for (float[] row : rows) {
            for (int d = 0; d < width; d++) {
                row[d] = (float) (shift + random.nextGaussian());
            }
        }
        return rows;
    }

    @Test
    void kernel_distances_of_like_sets_are_about_zero_and_grow_with_the_shift() {
        double like = KernelDistance.between(rows(300, 8, 0, 1), rows(300, 8, 0, 2));
        double near = KernelDistance.between(rows(300, 8, 0, 1), rows(300, 8, 0.3, 2));
        double far = KernelDistance.between(rows(300, 8, 0, 1), rows(300, 8, 1, 2));
        assertThat(like).isCloseTo(0, within(0.05));
        assertThat(near).isBetween(0.05, far);
    }

    @Test
    void subsets_of_large_sets_give_nearly_the_whole_s_distance() {
        float[][] a = rows(600, 8, 0, 3);
        float[][] b = rows(600, 8, 0.5, 4);
        double[] some = KernelDistance.ofSubsets(a, b, 200, 10, new SplittableRandom(5));
        double mean = Arrays.stream(some).average().orElseThrow();
        assertThat(mean).isCloseTo(KernelDistance.between(a, b), within(0.15));
    }

    @Test
    void precision_and_recall_tell_unlike_from_few() {
        float[][] real = rows(200, 2, 0, 6);
        PrecisionRecall like = PrecisionRecall.of(real, rows(200, 2, 0, 7), 3);
        assertThat(like.precision()).isGreaterThan(0.85);
        assertThat(like.recall()).isGreaterThan(0.85);
        float[][] one = new float[200][];
        Arrays.setAll(one, i -> new float[] {0.01f * (i % 10), 0.01f * (i / 10)});
        PrecisionRecall few = PrecisionRecall.of(real, one, 3);
        assertThat(few.precision()).isGreaterThan(0.9);
        assertThat(few.recall()).isLessThan(0.1);
        PrecisionRecall far = PrecisionRecall.of(real, rows(200, 2, 50, 8), 3);
        assertThat(far.precision()).isZero();
        assertThat(far.recall()).isZero();
    }

    @Test
    void intervals_hold_the_true_mean_about_as_often_as_they_say() {
        SplittableRandom random = new SplittableRandom(9);
        int held = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[] values = new double[40];
            Arrays.setAll(values, i -> 3 + random.nextGaussian());
            Measured mean = new Bootstrap(200, 0.9, trial).mean("x", values);
            held += mean.low() <= 3 && 3 <= mean.high() ? 1 : 0;
        }
        assertThat(held).isBetween(160, 195);
    }

    @Test
    void halves_spread_as_the_whole_does() {
        SplittableRandom random = new SplittableRandom(10);
        double[] values = new double[400];
        Arrays.setAll(values, i -> random.nextGaussian());
        Measured set =
                new Bootstrap(400, 0.95, 1)
                        .set(
                                "mean",
                                values.length,
                                rows ->
                                        Arrays.stream(rows)
                                                .mapToDouble(i -> values[i])
                                                .average()
                                                .orElseThrow());
        Measured mean = new Bootstrap(400, 0.95, 1).mean("mean", values);
        assertThat(set.value()).isCloseTo(mean.value(), within(1e-12));
        double width = mean.high() - mean.low();
        assertThat(set.high() - set.low()).isBetween(0.8 * width, 1.25 * width);
    }

    @Test
    void the_same_seed_gives_the_same_interval_and_none_is_drawn_for_zero() {
        double[] values = {1, 2, 3, 4, 5};
        Measured one = new Bootstrap(50, 0.95, 3).mean("x", values);
        assertThat(new Bootstrap(50, 0.95, 3).mean("x", values)).isEqualTo(one);
        assertThat(new Bootstrap(0, 0.95, 3).mean("x", values).hasInterval()).isFalse();
    }
}
