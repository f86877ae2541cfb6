package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Linear;
import dev.imago.api.plugin.Pretrained;
import java.util.Optional;

/**
 * A language model without heads: token embedding, layers, final norm.
 *
 * <p>Layers are run one by one by the runtime, which so can checkpoint activations, offload or
 * stream them. Stateless after construction; several threads may share one. Legend: B batch, T
 * positions, W width, V vocabulary.
 */
@Pretrained
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Backbone {
    /** W. */
    int width();

    /** Number of layers. */
    int depth();

    /** V, the rows of the token embedding. */
    int vocabulary();

    /**
     * @param ids {@code [...]} int64
     * @return {@code [..., W]}, owned by the manager of {@code ids}; differentiable
     */
    NDArray embed(NDArray ids);

    /**
     * Prepares what all layers of one forward pass share (rotary tables, masks).
     *
     * @param input positions, mask and cache; its arrays must outlive the pass
     */
    ForwardPass begin(AttentionInput input);

    /** The most positions of a sequence it was made for. */
    default int positions() {
        return Integer.MAX_VALUE;
    }

    /**
     * Whether the layers keep the samples of {@link AttentionInput#segments} apart. Where they
     * don't, the runtime hides samples of one row from each other by a mask.
     */
    default boolean packs() {
        return false;
    }

    /** The projection to the vocabulary that the checkpoint stores: {@code lm_head} or tied. */
    Linear output();

    /**
     * An empty cache.
     *
     * @param owner closes the cache's arrays
     * @param batch B
     * @param capacity the most positions it will hold
     */
    KvCache cache(NDManager owner, int batch, int capacity);

    /** The final norm, {@code [..., W]} to the same shape; differentiable. */
    NDArray norm(NDArray hidden);

    /** The layers of one forward pass. */
    @FunctionalInterface
    interface ForwardPass {
        /**
         * @param index 0-based
         * @param hidden {@code [B, T, W]}
         * @return {@code [B, T, W]}, owned by the manager of {@code hidden}
         */
        NDArray layer(int index, NDArray hidden);

        /**
         * All layers at once, where that is faster than one by one, as for one new position.
         *
         * @param hidden {@code [B, T, W]}
         * @return {@code [B, T, W]}, owned by the manager of {@code hidden}; empty, with nothing
         *     done, where they are to be run one by one
         */
        default Optional<NDArray> layers(NDArray hidden) {
            return Optional.empty();
        }

        /**
         * A layer of which only some positions are wanted, as of the last while training. Backbones
         * override this to spare the others what follows attention.
         *
         * @param index 0-based
         * @param hidden {@code [B, T, W]}
         * @param rows {@code [L]} int64, positions {@code b·T + t}
         * @return {@code [L, W]}, owned by the manager of {@code hidden}
         */
        default NDArray layer(int index, NDArray hidden, NDArray rows) {
            NDArray all = layer(index, hidden);
            return all.reshape(-1, all.getShape().get(2)).get(rows);
        }
    }
}
