package dev.imago.plugins.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Parts;
import dev.imago.api.plugin.Spec;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Intervals of distances between distributions whose distance is known. */
class DistributionIntervalsTest {
    private static final int TRIALS = 200;
    private static final int PICTURES = 300;
    private static final double SHIFT = 1;

    /** Features are given here, so that nothing has to be created. */
    private static final Parts NONE =
            new Parts() {
                @Override
                public <K> K create(Spec<K> spec, Weights weights) {
                    return null;
                }

                @Override
                public <K> K create(Spec<K> spec) {
                    return null;
                }
            };

    private static DistributionMeasure measure(int kidSubsets, int intervalWidth, int wideDraws) {
        Spec<PictureFeatures> unused = new Spec<>(PictureFeatures.class, "encoder", null);
        return new DistributionMeasure(
                new DistributionConfig(
                        unused, "", 3, 8, 50, kidSubsets, intervalWidth, 512, wideDraws),
                NONE);
    }

    private static float[][] rows(int count, int width, double shift, SplittableRandom random) {
        float[][] rows = new float[count][width];
        for (float[] row : rows) {
            for (int d = 0; d < width; d++) {
                row[d] = (float) (shift + random.nextGaussian());
            }
        }
        return rows;
    }

    private static Measured figure(DistributionMeasure measure, String name, long trial) {
        return figure(measure, name, PICTURES, 1, trial);
    }

    private static Measured figure(
            DistributionMeasure measure, String name, int count, int width, long trial) {
        SplittableRandom random = new SplittableRandom(trial);
        float[][] real = rows(count, width, 0, random);
        float[][] made = rows(count, width, SHIFT, random);
        return measure.measured(made, real, new Bootstrap(20, 0.95, trial)).stream()
                .filter(measured -> measured.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The cubic kernel's mean over independent normal numbers about two means. */
    private static double kernel(double a, double b) {
        double first = a * b;
        double second = (1 + a * a) * (1 + b * b);
        double third = (a * a * a + 3 * a) * (b * b * b + 3 * b);
        return third + 3 * second + 3 * first + 1;
    }

    private static final double KID = kernel(0, 0) + kernel(SHIFT, SHIFT) - 2 * kernel(0, SHIFT);

    @Test
    void the_interval_of_kid_holds_the_true_distance_as_often_as_it_says() {
        Measured[] trials = new Measured[TRIALS];
        Arrays.setAll(trials, trial -> figure(measure(10, 256, 6), "kid", trial));

        assertThat(held(trials, KID)).isBetween(0.9, 0.99);
        // What it is wide is what its figures are apart.
        assertThat(width(trials)).isBetween(0.85 * spread(trials), 1.3 * spread(trials));
    }

    @Test
    void more_subsets_do_not_make_the_interval_of_kid_arbitrarily_narrow() {
        Measured[] few = new Measured[40];
        Arrays.setAll(few, trial -> figure(measure(20, 256, 6), "kid", trial));
        Measured[] many = new Measured[40];
        Arrays.setAll(many, trial -> figure(measure(320, 256, 6), "kid", trial));

        assertThat(width(many)).isBetween(0.7 * width(few), width(few));
        assertThat(held(many, KID)).isBetween(0.85, 1.0);
    }

    @Test
    void few_halves_give_frechet_distances_of_wide_features_an_interval() {
        Measured[] trials = new Measured[100];
        Arrays.setAll(trials, t -> figure(measure(2, 1, 6), "frechet", 1000, 2, t));

        assertThat(held(trials, 2 * SHIFT * SHIFT)).isBetween(0.88, 1.0);
        assertThat(width(trials)).isBetween(0.8 * spread(trials), 1.35 * spread(trials));
        assertThat(figure(measure(2, 1, 1), "frechet", 1000, 2, 0).hasInterval()).isFalse();
    }

    @Test
    void the_distance_of_few_wide_rows_is_that_of_their_moments() {
        SplittableRandom random = new SplittableRandom(3);
        float[][] a = rows(12, 40, 0, random);
        float[][] b = rows(9, 40, 0.5, random);

        FrechetDistance rows = FrechetDistance.between(a, b);
        FrechetDistance moments = FrechetDistance.between(Moments.of(a), Moments.of(b));

        assertThat(rows.means()).isCloseTo(moments.means(), within(1e-9));
        assertThat(rows.traceA()).isCloseTo(moments.traceA(), within(1e-9));
        assertThat(rows.traceB()).isCloseTo(moments.traceB(), within(1e-9));
        assertThat(rows.traceRoot()).isCloseTo(moments.traceRoot(), within(1e-4));
        assertThat(FrechetDistance.between(b, a).value()).isCloseTo(rows.value(), within(1e-9));
        assertThat(FrechetDistance.between(a, a).value()).isCloseTo(0, within(1e-9));
    }

    private static double held(Measured[] trials, double truth) {
        return Arrays.stream(trials)
                        .filter(trial -> trial.low() <= truth && truth <= trial.high())
                        .count()
                / (double) trials.length;
    }

    /** Half the mean width of the intervals. */
    private static double width(Measured[] trials) {
        return Arrays.stream(trials)
                .mapToDouble(trial -> (trial.high() - trial.low()) / 2)
                .average()
                .orElseThrow();
    }

    /** Half the width that an interval of a normal figure needs. */
    private static double spread(Measured[] trials) {
        double mean = Arrays.stream(trials).mapToDouble(Measured::value).average().orElseThrow();
        double squares =
                Arrays.stream(trials).mapToDouble(t -> Math.pow(t.value() - mean, 2)).sum();
        return 1.96 * Math.sqrt(squares / (trials.length - 1));
    }

    /** Means over trials of 200 pictures on either side. */
    private record Followed(double whole, double limit) {
        static Followed of(int trials, int width, double shift) {
            double whole = 0;
            double limit = 0;
            for (int trial = 0; trial < trials; trial++) {
                SplittableRandom random = new SplittableRandom(trial);
                float[][] real = rows(200, width, 0, random);
                float[][] made = rows(200, width, shift, random);
                whole += FrechetDistance.between(real, made).value() / trials;
                limit += FrechetLimit.between(made, real, random).orElseThrow() / trials;
            }
            return new Followed(whole, limit);
        }
    }

    @Test
    void followed_to_endless_pictures_equal_distributions_are_at_no_distance() {
        Followed followed = Followed.of(40, 8, 0);
        assertThat(followed.whole()).isGreaterThan(0.1);
        assertThat(Math.abs(followed.limit())).isLessThan(followed.whole() / 5);
    }

    @Test
    void followed_to_endless_pictures_features_may_be_half_as_wide_as_there_are_pictures() {
        Followed followed = Followed.of(5, 80, 1);
        assertThat(followed.whole()).isGreaterThan(80 + 10);
        assertThat(followed.limit()).isCloseTo(80, within(5.0));
        float[][] few = rows(160, 80, 0, new SplittableRandom(1));
        assertThat(FrechetLimit.between(few, few, new SplittableRandom(2))).isEmpty();
    }
}
