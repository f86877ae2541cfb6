package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** Self-attention over patches or words. Legend: N rows, P positions, W width. */
final class SiglipAttention {
    private final Ops ops;
    private final BlockShape shape;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    SiglipAttention(BlockShape shape, Weights weights, Ops ops) {
        this.ops = ops;
        this.shape = shape;
        int width = shape.width();
        Init init = BlockShape.init(width);
        query = weights.linear("q_proj", width, width, true, init);
        key = weights.linear("k_proj", width, width, true, init);
        value = weights.linear("v_proj", width, width, true, init);
        output = weights.linear("out_proj", width, width, true, init);
    }

    /** {@code [N, P, W]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray q = split(query, x);
                NDArray k = split(key, x);
                NDArray v = split(value, x);
                NDArray attended =
                        shape.causal() ? ops.attentionCausal(q, k, v) : ops.attention(q, k, v);
                NDArray merged = ops.mergeHeads(attended)) {
            return output.apply(merged);
        }
    }

    /**
     * What some rows alone attend to, one of each N; the shape's causality is the mask's business.
     *
     * @param one {@code [N, 1, W]} the rows that look
     * @param x {@code [N, P, W]} what they look at
     * @param mask {@code [N, 1, 1, P]} boolean, true where they may look
     * @return {@code [N, 1, W]}
     */
    NDArray applyOne(NDArray one, NDArray x, NDArray mask) {
        try (NDArray q = split(query, one);
                NDArray k = split(key, x);
                NDArray v = split(value, x);
                NDArray attended = ops.attentionMasked(q, k, v, mask);
                NDArray merged = ops.mergeHeads(attended)) {
            return output.apply(merged);
        }
    }

    private NDArray split(Linear projection, NDArray x) {
        try (NDArray projected = projection.apply(x)) {
            return ops.splitHeads(projected, shape.heads());
        }
    }
}
