package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * What attention layers share in one forward pass. Legend: B batch, T new positions, S all
 * positions, the cached ones included, N samples.
 *
 * @param positions {@code [B, T]} int64, counted from the start of each row
 * @param mask {@code [B, 1, T, S]} boolean, true where a position may look; null means causal over
 *     rows without padding in front
 * @param segments {@code [N]} int64 on the CPU: lengths of the samples that the batch's one row
 *     holds end to end, none of which sees another; null where each row is one sample. With them,
 *     mask and cache are null and positions begin anew with each sample
 * @param cache keys and values of earlier positions, extended by the pass; null when there are none
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record AttentionInput(NDArray positions, NDArray mask, NDArray segments, KvCache cache) {
    /** For rows of one sample each. */
    public AttentionInput(NDArray positions, NDArray mask, KvCache cache) {
        this(positions, mask, null, cache);
    }
}
