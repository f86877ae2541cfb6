package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.plugin.Parts;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The measure {@code perceptual}: features of each place are brought to unit length, and the
 * squared distances between made and real are averaged over places (Zhang et al. 2018, without
 * their learned weights). 0 for equals, 2 for features at right angles.
 */
public final class PerceptualMeasure implements PictureMeasure {
    private final PerceptualConfig config;
    private final PictureFeatures features;
    private final Ops ops;

    /** Built by a recipe. */
    @Inject
    public PerceptualMeasure(PerceptualConfig config, Parts parts, Ops ops) {
        this.config = config;
        this.features = parts.create(config.features());
        this.ops = ops;
    }

    @Override
    public Tally begin(StageContext context, Bootstrap bootstrap) {
        PictureFeatures.Extractor extractor = features.open(context);
        Growing distances = new Growing();
        return new Tally() {
            @Override
            public void add(PicturePairs pairs) {
                try (NDManager scope = context.manager().newSubManager();
                        Autograd.Scope inference = Autograd.off()) {
                    NDArray made = extractor.features(pairs.made(), scope);
                    NDArray real = extractor.features(pairs.real(), scope);
                    for (float distance : distances(made, real).toFloatArray()) {
                        distances.add(distance);
                    }
                }
            }

            @Override
            public List<Measured> result() {
                return List.of(bootstrap.mean(config.name(), distances.values()));
            }
        };
    }

    /** {@code [N]} of two {@code [N, P, D]}. */
    private NDArray distances(NDArray made, NDArray real) {
        try (NDArray one = ops.l2Normalize(made, 1e-10);
                NDArray other = ops.l2Normalize(real, 1e-10);
                NDArray apart = one.sub(other);
                NDArray squares = apart.square();
                NDArray places = squares.sum(new int[] {2})) {
            return places.mean(new int[] {1});
        }
    }
}
