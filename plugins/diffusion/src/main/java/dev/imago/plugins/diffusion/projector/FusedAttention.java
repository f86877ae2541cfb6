package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/**
 * Attention whose projections of queries, keys and values stand in one weight, as in PyTorch's
 * {@code MultiheadAttention}. Legend: B rows, T queries, S keys, C width.
 */
final class FusedAttention {
    private static final int PARTS = 3;

    private final Ops ops;
    private final int width;
    private final int heads;
    private final Parameter weight;
    private final Parameter bias;
    private final Linear output;

    FusedAttention(Ops ops, Weights weights, int width, int heads) {
        this.ops = ops;
        this.width = width;
        this.heads = heads;
        double bound = Math.sqrt(6.0 / ((1 + PARTS) * width)); // Xavier, as PyTorch starts it
        weight =
                weights.parameter(
                        "in_proj_weight", new Shape(PARTS * width, width), Init.uniform(bound));
        bias = weights.parameter("in_proj_bias", new Shape(PARTS * width), Init.ZEROS);
        output = weights.linear("out_proj", width, width, true, Init.fanIn(width));
    }

    /** Queries {@code [B, T, C]} over {@code [B, S, C]}: {@code [B, T, C]}. */
    NDArray apply(NDArray queries, NDArray seen) {
        try (NDArray q = heads(0, queries);
                NDArray k = heads(1, seen);
                NDArray v = heads(2, seen);
                NDArray attended = ops.attention(q, k, v);
                NDArray merged = ops.mergeHeads(attended)) {
            return output.apply(merged);
        }
    }

    private NDArray heads(int part, NDArray x) {
        NDIndex rows = new NDIndex("{}:{}", part * width, (part + 1) * width);
        try (NDArray w = weight.value().get(rows);
                NDArray b = bias.value().get(rows);
                NDArray projected = ops.linear(x, w, b)) {
            return ops.splitHeads(projected, heads);
        }
    }
}
