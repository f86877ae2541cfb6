package dev.imago.api.train;

import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;

/**
 * What training minimises: turns a shard of examples into a loss. Built anew for each worker over
 * its own view of the weights, so it may hold layers; used by one thread at a time.
 *
 * @param <B> a shard of examples
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Objective<B> {
    /**
     * @param shard the examples; their arrays belong to {@code scope}
     * @param totals what each term is averaged over, summed over all shards of the step
     * @param scope owns every array made here; closed after the backward pass
     * @return the loss of this shard; the losses of a step's shards add up to the step's loss
     */
    Loss loss(B shard, Counts totals, NDManager scope);
}
