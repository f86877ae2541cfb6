package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** Self-attention in which every patch sees every patch. Legend: N pictures, P patches, W width. */
final class SiglipAttention {
    private final Ops ops;
    private final int heads;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    SiglipAttention(int width, int heads, Weights weights, Ops ops) {
        this.ops = ops;
        this.heads = heads;
        query = weights.linear("q_proj", width, width, true);
        key = weights.linear("k_proj", width, width, true);
        value = weights.linear("v_proj", width, width, true);
        output = weights.linear("out_proj", width, width, true);
    }

    /** {@code [N, P, W]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray q = split(query, x);
                NDArray k = split(key, x);
                NDArray v = split(value, x);
                NDArray attended = ops.attention(q, k, v);
                NDArray merged = ops.mergeHeads(attended)) {
            return output.apply(merged);
        }
    }

    private NDArray split(Linear projection, NDArray x) {
        try (NDArray projected = projection.apply(x)) {
            return ops.splitHeads(projected, heads);
        }
    }
}
