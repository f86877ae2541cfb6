package dev.imago.api.train;

import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;

/**
 * Brings the examples of each step. The same step and shard always bring the same examples, so a
 * run can go on from any step without a stored position. Thread-safe.
 *
 * @param <B> a shard of examples
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ShardSource<B> {
    /**
     * Draws the examples of a step and splits them.
     *
     * @param step 0-based
     * @param shards how many parts to split the step's batch into
     * @return one recipe for each shard; cheap to hold, no native arrays
     */
    java.util.List<Pending<B>> step(long step, int shards);

    /**
     * What {@link Pending#positions} counts, in the plural: {@code tokens}, {@code images}. Speeds
     * are told in it.
     */
    default String unit() {
        return "tokens";
    }

    /** A shard that is drawn but not yet in native memory. */
    interface Pending<B> {
        /** What its loss terms average over. */
        Counts counts();

        /** How many of the source's {@link #unit} are in it, padding not counted. */
        long positions();

        /** Makes its arrays, owned by {@code scope}. */
        B open(NDManager scope);
    }
}
