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
        figures.add(kernel(made, real, bootstrap));
        figures.addAll(neighbours(made, real, bootstrap));
        return figures;
    }

    private Measured frechet(float[][] made, float[][] real, Bootstrap bootstrap) {
        boolean told = made[0].length <= config.intervalWidth();
        Bootstrap own = told ? bootstrap : new Bootstrap(0, bootstrap.confidence(), 0);
        return own.set(
                named("frechet"),
                made.length,
                rows ->
                        FrechetDistance.between(
                                        Moments.of(some(real, rows)), Moments.of(some(made, rows)))
                                .value());
    }

    private Measured kernel(float[][] made, float[][] real, Bootstrap bootstrap) {
        if (made.length <= config.kidSize()) {
            return bootstrap.set(
                    named("kid"),
                    made.length,
                    rows -> KernelDistance.between(some(real, rows), some(made, rows)));
        }
        double[] distances =
                KernelDistance.ofSubsets(
                        real,
                        made,
                        config.kidSize(),
                        config.kidSubsets(),
                        new SplittableRandom(bootstrap.seed()));
        return bootstrap.mean(named("kid"), distances);
    }

    private List<Measured> neighbours(float[][] made, float[][] real, Bootstrap bootstrap) {
        int count = Math.min(made.length, config.mostRows());
        float[][] few = Arrays.copyOf(made, count);
        float[][] others = Arrays.copyOf(real, count);
        boolean halves = count / 2 > config.neighbours();
        Bootstrap own = halves ? bootstrap : new Bootstrap(0, bootstrap.confidence(), 0);
        int k = config.neighbours();
        return List.of(
                own.set(
                        named("precision"),
                        count,
                        rows -> PrecisionRecall.covered(some(few, rows), some(others, rows), k)),
                own.set(
                        named("recall"),
                        count,
                        rows -> PrecisionRecall.covered(some(others, rows), some(few, rows), k)));
    }

    private String named(String figure) {
        return config.name().isEmpty() ? figure : config.name() + "_" + figure;
    }

    private static float[][] some(float[][] rows, int[] indices) {
        return Arrays.stream(indices).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }
}
