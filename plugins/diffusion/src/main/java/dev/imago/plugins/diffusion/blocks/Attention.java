package dev.imago.plugins.diffusion.blocks;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** Attention of rows to themselves or to a context. Legend: N pictures, T rows, S seen rows. */
public final class Attention {
    private final Ops ops;
    private final int heads;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    /**
     * Declares {@code to_q}, {@code to_k}, {@code to_v} and {@code to_out.0}.
     *
     * @param width of the rows
     * @param seen width of what they look at
     * @param bias whether the first three have a bias
     */
    public Attention(Ops ops, Weights weights, int width, int seen, int heads, boolean bias) {
        this.ops = ops;
        this.heads = heads;
        query = weights.linear("to_q", width, width, bias, Init.fanIn(width));
        key = weights.linear("to_k", seen, width, bias, Init.fanIn(seen));
        value = weights.linear("to_v", seen, width, bias, Init.fanIn(seen));
        output = weights.at("to_out").linear("0", width, width, true, Init.fanIn(width));
    }

    /** {@code [N, T, width]} and {@code [N, S, seen]} to {@code [N, T, width]}. */
    public NDArray apply(NDArray rows, NDArray context) {
        try (NDArray q = split(query, rows);
                NDArray k = split(key, context);
                NDArray v = split(value, context);
                NDArray attended = ops.attentionOfPixels(q, k, v);
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
