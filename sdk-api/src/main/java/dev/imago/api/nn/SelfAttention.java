package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * Self-attention of vision transformers: learned positions are already in what comes in. Legend: N
 * rows, P positions, W width.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class SelfAttention {
    private final Ops ops;
    private final Shape shape;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    /**
     * @param width of what comes in and goes out
     * @param heads divide the width
     * @param inputBias whether queries, keys and values have a bias
     * @param causal whether a position sees only itself and what came before
     */
    public record Shape(int width, int heads, boolean inputBias, boolean causal) {}

    /** What a family calls the four projections. */
    public record Names(String query, String key, String value, String output) {
        /** The names of SigLIP and CLIP. */
        public static final Names PROJ = new Names("q_proj", "k_proj", "v_proj", "out_proj");
    }

    /** Declares the four projections. */
    public SelfAttention(Ops ops, Weights weights, Names names, Shape shape) {
        this.ops = ops;
        this.shape = shape;
        int width = shape.width();
        boolean bias = shape.inputBias();
        Init init = Init.fanIn(width);
        query = weights.linear(names.query(), width, width, bias, init);
        key = weights.linear(names.key(), width, width, bias, init);
        value = weights.linear(names.value(), width, width, bias, init);
        output = weights.linear(names.output(), width, width, true, init);
    }

    /** {@code [N, P, W]} to the same shape, owned by its manager. */
    public NDArray apply(NDArray x) {
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
     * @return {@code [N, 1, W]}, owned by the manager of {@code one}
     */
    public NDArray applyOne(NDArray one, NDArray x, NDArray mask) {
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
