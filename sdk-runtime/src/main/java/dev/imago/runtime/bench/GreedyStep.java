package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.model.UnifiedForward;
import java.util.stream.LongStream;

/**
 * The likeliest next token of one row.
 *
 * @param manager lends memory for the time of a step
 */
record GreedyStep(Ops ops, NDManager manager, Backbone backbone) {
    /** Ids to begin with. */
    long[] prompt(int length) {
        return LongStream.range(0, length).map(i -> i % backbone.vocabulary()).toArray();
    }

    /**
     * @param ids after those in the cache
     * @param cache is extended; null reads the ids as a whole row
     */
    long next(long[] ids, KvCache cache) {
        try (NDManager scope = manager.newSubManager()) {
            long length = cache == null ? 0 : cache.length();
            long[] positions = LongStream.range(length, length + ids.length).toArray();
            Shape row = new Shape(1, ids.length);
            NDArray hidden =
                    UnifiedForward.layers(
                            backbone,
                            backbone.embed(scope.create(ids, row)),
                            new AttentionInput(scope.create(positions, row), null, cache));
            NDArray last = ids.length == 1 ? hidden.squeeze(1) : hidden.get(new NDIndex(":, -1"));
            NDArray logits = backbone.output().apply(backbone.norm(last));
            return ops.argmax(logits).getLong(0);
        }
    }
}
