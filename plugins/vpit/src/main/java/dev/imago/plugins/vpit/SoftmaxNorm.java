package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.nn.Ops;
import jakarta.inject.Inject;

/** Makes each token a distribution over its channels: what the softmax loss compares. */
public final class SoftmaxNorm implements FeatureNorm {
    private final Ops ops;
    private final double temperature;

    /** Declares nothing: it has no parameters. */
    @Inject
    public SoftmaxNorm(SoftmaxNormConfig config, Ops ops) {
        this.ops = ops;
        temperature = config.temperature();
    }

    @Override
    public NDArray normalise(NDArray features) {
        try (NDArray sharpened = ops.scale(features, 1 / temperature)) {
            return ops.softmax(sharpened, -1);
        }
    }

    @Override
    public NDArray project(NDArray prediction) {
        return normalise(prediction);
    }
}
