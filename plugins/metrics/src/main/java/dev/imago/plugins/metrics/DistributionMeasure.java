package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.plugin.Parts;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The measure {@code distribution}: whether made pictures are like real ones as a whole. Of each
 * picture only its features are kept, 4 bytes a number.
 */
public final class DistributionMeasure implements PictureMeasure {
    private final DistributionConfig config;
    private final PictureFeatures features;

    /** Built by a recipe. */
    @Inject
    public DistributionMeasure(DistributionConfig config, Parts parts) {
        this.config = config;
        this.features = parts.create(config.features());
    }

    @Override
    public Tally begin(StageContext context, Bootstrap bootstrap) {
        PictureFeatures.Extractor extractor = features.open(context);
        FeatureRows made = new FeatureRows(extractor, context.manager());
        FeatureRows real = new FeatureRows(extractor, context.manager());
        return new Tally() {
            @Override
            public void add(PicturePairs pairs) {
                made.add(pairs.made());
                real.add(pairs.real());
            }

            @Override
            public List<Measured> result() {
                return measured(made.all(), real.all(), bootstrap);
            }
        };
    }

    /** The figures of two sets of rows. */
    List<Measured> measured(float[][] made, float[][] real, Bootstrap bootstrap) {
        if (made.length <= config.neighbours() + 1) {
            return List.of(); // the report tells how few there are
        }
        List<Measured> figures = new ArrayList<>();
        figures.add(frechet(made, real, bootstrap));
        if (made[0].length <= config.limitWidth()) {
            FrechetLimit.between(made, real, new SplittableRandom(bootstrap.seed()))
                    .ifPresent(v -> figures.add(Measured.plain(named("frechet_limit"), v)));
        }
        figures.add(kernel(made, real, bootstrap));
        figures.addAll(neighbours(made, real, bootstrap));
        return figures;
    }

    /** Of large wide sets, whose roots take long, few halves are looked at. */
    private Measured frechet(float[][] made, float[][] real, Bootstrap bootstrap) {
        String name = named("frechet");
        int side = Math.min(made.length / 2, made[0].length);
        if (side <= config.intervalWidth()) {
            return bootstrap.set(name, made.length, rows -> frechet(made, real, rows));
        }
        int draws = Math.min(config.wideDraws(), bootstrap.resamples());
        RandomGenerator random = new SplittableRandom(bootstrap.seed());
        int half = made.length / 2;
        double[] halves = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            halves[draw] = frechet(made, real, Subsamples.indices(made.length, half, random));
        }
        return Subsamples.measured(
                name,
                FrechetDistance.between(real, made).value(),
                halves,
                Subsamples.scale(half, made.length),
                bootstrap.confidence());
    }

    private static double frechet(float[][] made, float[][] real, int[] rows) {
        return FrechetDistance.between(Subsamples.rows(real, rows), Subsamples.rows(made, rows))
                .value();
    }

    /**
     * Of large sets the mean of subsets. How far it is off depends on the pictures and on the draw
     * of the subsets, whose number makes only the second part small.
     */
    private Measured kernel(float[][] made, float[][] real, Bootstrap bootstrap) {
        String name = named("kid");
        int size = config.kidSize();
        if (made.length <= size) {
            return bootstrap.set(
                    name,
                    made.length,
                    rows ->
                            KernelDistance.between(
                                    Subsamples.rows(real, rows), Subsamples.rows(made, rows)));
        }
        int subsets = config.kidSubsets();
        double[] distances =
                KernelDistance.ofSubsets(
                        real, made, size, subsets, new SplittableRandom(bootstrap.seed()));
        double mean = Arrays.stream(distances).average().orElseThrow();
        return bootstrap.resamples() == 0
                ? Measured.plain(name, mean)
                : Subsamples.measured(
                        name,
                        mean,
                        distances,
                        Subsamples.scale(size, made.length) + 1.0 / subsets,
                        bootstrap.confidence());
    }

    private List<Measured> neighbours(float[][] made, float[][] real, Bootstrap bootstrap) {
        int count = Math.min(made.length, config.mostRows());
        float[][] few = Arrays.copyOf(made, count);
        float[][] others = Arrays.copyOf(real, count);
        boolean halves = count / 2 > config.neighbours();
        Bootstrap own = halves ? bootstrap : new Bootstrap(0, bootstrap.confidence(), 0);
        return List.of(
                own.set(named("precision"), count, rows -> covered(few, others, rows)),
                own.set(named("recall"), count, rows -> covered(others, few, rows)));
    }

    private String named(String figure) {
        return config.name().isEmpty() ? figure : config.name() + "_" + figure;
    }

    private double covered(float[][] rows, float[][] set, int[] some) {
        return PrecisionRecall.covered(
                Subsamples.rows(rows, some), Subsamples.rows(set, some), config.neighbours());
    }
}
