package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/**
 * Length 1, minus the data set's mean, length 1 again. All tokens of one encoder share a large
 * common part; without it a cosine tells more. The mean is a saved buffer that the {@code
 * center-features} stage estimates.
 */
public final class CenteredL2Norm implements FeatureNorm {
    private final Ops ops;
    private final Parameter mean;

    /** Declares the buffer {@code feature_mean [D]}, zeros; {@code visual} gives D. */
    @Inject
    public CenteredL2Norm(FeatureShape visual, Weights weights, Ops ops) {
        this.ops = ops;
        mean = weights.buffer("feature_mean", new Shape(visual.width()), Init.ZEROS);
    }

    @Override
    public NDArray normalise(NDArray features) {
        try (NDArray unit = uncentered(features);
                NDArray centered = unit.sub(mean.value())) {
            return ops.l2Normalize(centered, L2Norm.EPSILON);
        }
    }

    @Override
    public NDArray project(NDArray prediction) {
        return ops.l2Normalize(prediction, L2Norm.EPSILON);
    }

    /** Length 1 alone: what the mean is taken of. */
    NDArray uncentered(NDArray features) {
        return ops.l2Normalize(features, L2Norm.EPSILON);
    }

    /** The buffer that the stage fills. */
    Parameter mean() {
        return mean;
    }
}
