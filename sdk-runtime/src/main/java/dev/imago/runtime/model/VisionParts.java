package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.TokenReducer;

/**
 * From pixels to visual tokens.
 *
 * @param encoder pixels to patch features
 * @param reducer patch features to K tokens
 * @param norm their scale
 * @param visual K and D
 */
public record VisionParts(
        Encoder encoder, TokenReducer reducer, FeatureNorm norm, FeatureShape visual) {
    /** Pixels {@code [N, 3, S, S]} to {@code [N, K, D]}, owned by their manager. */
    public NDArray visualTokens(NDArray pixels) {
        return reduced(encoder.encode(pixels));
    }

    /** Patch features {@code [N, P, D]} to visual tokens, owned by their manager. */
    public NDArray reduced(NDArray features) {
        return norm.normalise(reducer.reduce(features));
    }
}
