package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Attention;
import dev.imago.plugins.diffusion.blocks.Probe;

/** Self-attention, attention to the context, feed-forward; norms come first. */
final class BasicTransformerBlock {
    private static final double EPSILON = 1e-5;

    private final LayerNorm norm1;
    private final Attention attn1;
    private final boolean onlyCross;
    private final LayerNorm norm2;
    private final Attention attn2;
    private final LayerNorm norm3;
    private final FeedForward feedForward;

    BasicTransformerBlock(Ops ops, Weights weights, Transformer2DModel.Shape shape) {
        int width = shape.width();
        int context = shape.context();
        onlyCross = shape.onlyCross();
        norm1 = new LayerNorm(ops, weights.at("norm1"), width, EPSILON);
        attn1 =
                new Attention(
                        ops,
                        weights.at("attn1"),
                        width,
                        onlyCross ? context : width,
                        shape.heads(),
                        false);
        norm2 = new LayerNorm(ops, weights.at("norm2"), width, EPSILON);
        attn2 = new Attention(ops, weights.at("attn2"), width, context, shape.heads(), false);
        norm3 = new LayerNorm(ops, weights.at("norm3"), width, EPSILON);
        feedForward = new FeedForward(ops, weights.at("ff"), width);
    }

    /** {@code [N, T, width]} and {@code [N, S, context]} to {@code [N, T, width]}. */
    NDArray apply(NDArray x, NDArray context, Probe probe) {
        try (NDArray own = attended(attn1, norm1, x, onlyCross ? context : null, probe, "attn1");
                NDArray all = attended(attn2, norm2, own, context, probe, "attn2");
                NDArray normed = norm3.apply(all);
                NDArray change = feedForward.apply(normed)) {
            probe.seen("ff", change);
            return all.add(change);
        }
    }

    /** With a look at itself where {@code seen} is null. */
    private static NDArray attended(
            Attention attention,
            LayerNorm norm,
            NDArray x,
            NDArray seen,
            Probe probe,
            String name) {
        try (NDArray normed = norm.apply(x);
                NDArray change = attention.apply(normed, seen == null ? normed : seen)) {
            probe.seen(name, change);
            return x.add(change);
        }
    }
}
