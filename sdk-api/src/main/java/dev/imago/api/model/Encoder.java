package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import dev.imago.api.plugin.Pretrained;

/**
 * A vision encoder: pixels to patch features. Frozen unless a stage trains it.
 *
 * <p>Called on the thread that runs the forward pass; stateless after construction, so several
 * threads may share one. Legend: N images, S side in pixels, P patches, D width.
 */
@Pretrained
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Encoder {
    /**
     * @param pixels {@code [N, 3, S, S]}, normalised as {@link #preprocessing()} says
     * @return {@code [N, P, D]} patch features, owned by the manager of {@code pixels}
     */
    NDArray encode(NDArray pixels);

    /** P and D of what {@link #encode} returns. */
    FeatureShape output();

    /** How an image becomes pixels. */
    Preprocessing preprocessing();
}
