package dev.imago.plugins.diffusion.vae;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Attention;

/** One head of attention over all pixels, after a norm and beside a shortcut. */
final class PixelAttention {
    private final Ops ops;
    private final GroupNorm norm;
    private final Attention attention;

    PixelAttention(Ops ops, Weights weights, int groups, int channels) {
        this.ops = ops;
        norm = new GroupNorm(ops, weights.at("group_norm"), groups, channels, VaeBlocks.EPSILON);
        attention = new Attention(ops, weights, channels, channels, 1, true);
    }

    /** {@code [N, C, H, W]} to the same shape. */
    NDArray apply(NDArray x) {
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        try (NDArray normed = norm.apply(x);
                NDArray rows = ops.images().pixelRows(normed);
                NDArray looked = attention.apply(rows, rows);
                NDArray change = ops.images().fromPixelRows(looked, height, width)) {
            return x.add(change);
        }
    }
}
