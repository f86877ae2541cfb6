package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.Api;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Self-attention in which a position sees itself and what came before, with rotary positions,
 * grouped key-value heads and an optional cache. Legend: B batch, T new positions, S all positions,
 * W width, H heads, D head width.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class CausalSelfAttention {
    private final Ops ops;
    private final AttentionShape shape;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final HeadNorms norms;

    /**
     * Norms of queries and keys before they are rotated, as some families have.
     *
     * @param query {@code [B, T, H, D]} to the same shape
     * @param key {@code [B, T, KV, D]} to the same shape
     */
    public record HeadNorms(UnaryOperator<NDArray> query, UnaryOperator<NDArray> key) {}

    /**
     * Declares {@code q_proj}, {@code k_proj}, {@code v_proj} and {@code o_proj}.
     *
     * @param init of the first three
     * @param outputInit of {@code o_proj}, which writes to the residual stream
     */
    public CausalSelfAttention(
            Ops ops, Weights weights, AttentionShape shape, Init init, Init outputInit) {
        this(ops, weights, shape, init, outputInit, null);
    }

    /** As above, with norms of queries and keys; null for none. */
    public CausalSelfAttention(
            Ops ops,
            Weights weights,
            AttentionShape shape,
            Init init,
            Init outputInit,
            HeadNorms norms) {
        this.ops = ops;
        this.shape = shape;
        this.norms = norms;
        int inner = shape.heads() * shape.headWidth();
        int shared = shape.keyValueHeads() * shape.headWidth();
        query = weights.linear("q_proj", shape.width(), inner, shape.inputBias(), init);
        key = weights.linear("k_proj", shape.width(), shared, shape.inputBias(), init);
        value = weights.linear("v_proj", shape.width(), shared, shape.inputBias(), init);
        output = weights.linear("o_proj", inner, shape.width(), shape.outputBias(), outputInit);
    }

    /**
     * @param x {@code [B, T, W]}
     * @param rotary cos and sin {@code [B, T, D]} of the positions
     * @param input mask and cache of the pass
     * @param layer index of this layer in the cache
     * @return {@code [B, T, W]}, owned by the manager of {@code x}
     */
    public NDArray apply(NDArray x, NDList rotary, AttentionInput input, int layer) {
        return apply(x, rotary, input, layer, null);
    }

    /** The same at some positions {@code [L]}, {@code b·T + t}: {@code [L, W]}; null for all. */
    NDArray apply(NDArray x, NDList rotary, AttentionInput input, int layer, NDArray rows) {
        try (NDList heads = heads(x, rotary);
                NDArray mixed = mix(heads, input, layer)) {
            if (rows == null) {
                return output.apply(mixed);
            }
            try (NDArray wanted = ops.layers().gatherPositions(mixed, rows)) {
                return output.apply(wanted);
            }
        }
    }

    /** The weights of q, k, v and o, where the layer is nothing more. */
    Optional<List<NDArray>> plainWeights() {
        return norms == null ? FusedWeights.plain(query, key, value, output) : Optional.empty();
    }

    /** The same, laid out for decoding. */
    Optional<List<PackedWeight>> packedWeights() {
        return norms == null ? FusedWeights.packed(query, key, value, output) : Optional.empty();
    }

    int window() {
        return shape.window();
    }

    private NDList heads(NDArray x, NDList rotary) {
        try (NDArray q = normed(query.apply(x), norms == null ? null : norms.query());
                NDArray k = normed(key.apply(x), norms == null ? null : norms.key());
                NDArray v = value.apply(x)) {
            return ops.layers().rotatedHeads(q, k, v, rotary.get(0), rotary.get(1));
        }
    }

    private NDArray normed(NDArray projected, UnaryOperator<NDArray> norm) {
        if (norm == null) {
            return projected;
        }
        long batch = projected.getShape().get(0);
        long positions = projected.getShape().get(1);
        try (projected;
                NDArray split = projected.reshape(batch, positions, -1, shape.headWidth());
                NDArray normal = norm.apply(split)) {
            return normal.reshape(batch, positions, -1);
        }
    }

    private NDArray mix(NDList heads, AttentionInput input, int layer) {
        NDArray q = heads.get(0);
        if (input.cache() == null) {
            NDArray k = heads.get(1);
            NDArray v = heads.get(2);
            return input.segments() == null
                    ? ops.layers().mergedAttention(q, k, v, input.mask(), shape.window())
                    : ops.layers().packedAttention(q, k, v, input.segments(), shape.window());
        }
        try (NDList all = input.cache().append(layer, heads.get(1), heads.get(2))) {
            return ops.layers()
                    .mergedAttention(q, all.get(0), all.get(1), input.mask(), shape.window());
        }
    }
}
