package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;

/** Leaves features as the encoder gives them. */
public final class NoNorm implements FeatureNorm {
    @Override
    public NDArray normalise(NDArray features) {
        return features.reshape(features.getShape());
    }

    @Override
    public NDArray project(NDArray prediction) {
        return prediction.reshape(prediction.getShape());
    }
}
