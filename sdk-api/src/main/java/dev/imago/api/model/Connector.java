package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import dev.imago.api.plugin.Pretrained;

/**
 * Maps visual tokens to the backbone's width. Inject {@link Widths} and {@link FeatureShape} for
 * the sizes.
 */
@Pretrained
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Connector {
    /**
     * @param features {@code [..., D]} visual tokens (read ones, or those the vision head
     *     predicted)
     * @param slots {@code [...]} int64, the index 0..K-1 of each token within its image
     * @return {@code [..., W]}, owned by the manager of {@code features}; differentiable
     */
    NDArray connect(NDArray features, NDArray slots);
}
