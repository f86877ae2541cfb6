package dev.imago.plugins.pixeldecoder;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** A 3×3 convolution, a group norm and SiLU. */
final class ConvBlock {
    private final Ops ops;
    private final Conv2d conv;
    private final GroupNorm norm;

    ConvBlock(Ops ops, Weights weights, int in, int out, int groups) {
        this.ops = ops;
        this.conv = new Conv2d(ops, weights.at("conv"), in, out, 3, 1, true);
        this.norm = new GroupNorm(ops, weights.at("norm"), groups, out);
    }

    /** {@code [N, in, H, W]} to {@code [N, out, H, W]}. */
    NDArray apply(NDArray x) {
        try (NDArray filtered = conv.apply(x);
                NDArray normed = norm.apply(filtered)) {
            return ops.silu(normed);
        }
    }

    /** {@code x + block(x)}. */
    NDArray residual(NDArray x) {
        try (NDArray change = apply(x)) {
            return x.add(change);
        }
    }
}
