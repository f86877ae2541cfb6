package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.nn.Ops;
import jakarta.inject.Inject;

/** Scales each token to length 1: what the cosine loss compares. */
public final class L2Norm implements FeatureNorm {
    /** Shorter vectors are divided by this, as PyTorch does. */
    static final double EPSILON = 1e-12;

    private final Ops ops;

    /** Declares nothing: it has no parameters. */
    @Inject
    public L2Norm(Ops ops) {
        this.ops = ops;
    }

    @Override
    public NDArray normalise(NDArray features) {
        return ops.l2Normalize(features, EPSILON);
    }

    @Override
    public NDArray project(NDArray prediction) {
        return normalise(prediction);
    }
}
