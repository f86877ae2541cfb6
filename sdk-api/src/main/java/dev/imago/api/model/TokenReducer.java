package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/** Reduces an image's patch features to the K visual tokens that enter the sequence. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface TokenReducer {
    /**
     * @param features {@code [N, P, D]} from the encoder
     * @return {@code [N, K, D']}, owned by the manager of {@code features}
     */
    NDArray reduce(NDArray features);

    /** K and D' for an encoder's output. */
    FeatureShape output(FeatureShape encoder);
}
