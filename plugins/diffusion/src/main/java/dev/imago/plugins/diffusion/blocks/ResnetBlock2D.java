package dev.imago.plugins.diffusion.blocks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/**
 * Two convolutions, each after a norm and SiLU, beside a shortcut; in a UNet time enters between
 * them. Legend: N pictures, C channels, H and W of the level, E width of the time embedding.
 */
public final class ResnetBlock2D {
    private final Ops ops;
    private final Shape shape;
    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final Linear time;
    private final GroupNorm norm2;
    private final Conv2d conv2;
    private final Conv2d shortcut;

    /**
     * Sizes of a block.
     *
     * @param in channels that come
     * @param out channels that go
     * @param time E; 0 without time
     * @param scaleShift whether time scales and shifts instead of being added
     * @param groups of the norms
     * @param epsilon of the norms
     * @param outputScale what the sum is divided by
     */
    public record Shape(
            int in,
            int out,
            int time,
            boolean scaleShift,
            int groups,
            double epsilon,
            double outputScale) {
        /** The same with other channels. */
        public Shape channels(int newIn, int newOut) {
            return new Shape(newIn, newOut, time, scaleShift, groups, epsilon, outputScale);
        }
    }

    /** Declares the block's parameters. */
    public ResnetBlock2D(Ops ops, Weights weights, Shape shape) {
        this.ops = ops;
        this.shape = shape;
        int in = shape.in();
        int out = shape.out();
        norm1 = norm(weights.at("norm1"), in);
        conv1 = new Conv2d(ops, weights.at("conv1"), in, out, 3, 1, true);
        int timed = shape.scaleShift() ? 2 * out : out;
        time =
                shape.time() == 0
                        ? null
                        : weights.linear(
                                "time_emb_proj",
                                shape.time(),
                                timed,
                                true,
                                Init.fanIn(shape.time()));
        norm2 = norm(weights.at("norm2"), out);
        conv2 = new Conv2d(ops, weights.at("conv2"), out, out, 3, 1, true);
        shortcut =
                in == out
                        ? null
                        : new Conv2d(ops, weights.at("conv_shortcut"), in, out, 1, 1, true);
    }

    private GroupNorm norm(Weights weights, int channels) {
        return new GroupNorm(ops, weights, shape.groups(), channels, shape.epsilon());
    }

    /**
     * @param x {@code [N, in, H, W]}
     * @param embedding of time {@code [N, E]}, activated; null without time
     * @return {@code [N, out, H, W]}, owned by the manager of {@code x}
     */
    public NDArray apply(NDArray x, NDArray embedding) {
        try (NDArray change = change(x, embedding)) {
            if (shortcut == null) {
                return summed(x, change);
            }
            try (NDArray beside = shortcut.apply(x)) {
                return summed(beside, change);
            }
        }
    }

    private NDArray change(NDArray x, NDArray embedding) {
        try (NDArray inner = entered(x, embedding)) {
            return conv2.apply(inner);
        }
    }

    /** Up to what the second convolution takes. */
    private NDArray entered(NDArray x, NDArray embedding) {
        try (NDArray first = first(x)) {
            if (time == null) {
                return norm2.applySilu(first);
            }
            try (NDArray rows = time.apply(embedding)) {
                return shape.scaleShift() ? scaled(first, rows) : added(first, rows);
            }
        }
    }

    private NDArray first(NDArray x) {
        try (NDArray active = norm1.applySilu(x)) {
            return conv1.apply(active);
        }
    }

    private NDArray added(NDArray x, NDArray rows) {
        try (NDArray timed = ops.images().addRows(x, rows)) {
            return norm2.applySilu(timed);
        }
    }

    private NDArray scaled(NDArray x, NDArray rows) {
        NDList halves = rows.split(2, 1);
        try (NDArray scale = halves.get(0);
                NDArray shift = halves.get(1);
                NDArray normed = norm2.apply(x);
                NDArray wide = scale.expandDims(2);
                NDArray whole = wide.expandDims(3);
                NDArray change = normed.mul(whole);
                NDArray scaled = normed.add(change);
                NDArray timed = ops.images().addRows(scaled, shift)) {
            return ops.silu(timed);
        }
    }

    private NDArray summed(NDArray x, NDArray change) {
        if (shape.outputScale() == 1) {
            return x.add(change);
        }
        try (NDArray sum = x.add(change)) {
            return ops.scale(sum, 1 / shape.outputScale());
        }
    }
}
