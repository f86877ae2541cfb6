package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.nn.Ops;
import jakarta.inject.Inject;

/** Scales each token to length 1, then makes it a distribution. */
public final class L2SoftmaxNorm implements FeatureNorm {
    private final FeatureNorm length;
    private final FeatureNorm softmax;

    /** Declares nothing: it has no parameters. */
    @Inject
    public L2SoftmaxNorm(SoftmaxNormConfig config, Ops ops) {
        length = new L2Norm(ops);
        softmax = new SoftmaxNorm(config, ops);
    }

    @Override
    public NDArray normalise(NDArray features) {
        try (NDArray unit = length.normalise(features)) {
            return softmax.normalise(unit);
        }
    }

    @Override
    public NDArray project(NDArray prediction) {
        return normalise(prediction);
    }
}
