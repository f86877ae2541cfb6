package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;
import java.util.ArrayList;
import java.util.List;

/** Transformer blocks over the pixels of a level, beside a shortcut. */
final class Transformer2DModel {
    private static final double EPSILON = 1e-6;

    private final Ops ops;
    private final GroupNorm norm;
    private final PixelLinear input;
    private final List<BasicTransformerBlock> blocks = new ArrayList<>();
    private final PixelLinear output;

    /**
     * @param width channels of the level
     * @param context width of the context
     * @param layers blocks
     * @param onlyCross whether there is no self-attention
     * @param linear whether the projections are stored as linear layers, not as convolutions
     */
    record Shape(
            int width,
            int heads,
            int context,
            int layers,
            boolean onlyCross,
            boolean linear,
            int groups) {}

    Transformer2DModel(Ops ops, Weights weights, Shape shape) {
        this.ops = ops;
        int width = shape.width();
        norm = new GroupNorm(ops, weights.at("norm"), shape.groups(), width, EPSILON);
        input = projection(ops, weights, "proj_in", shape);
        for (int i = 0; i < shape.layers(); i++) {
            blocks.add(
                    new BasicTransformerBlock(ops, weights.at("transformer_blocks." + i), shape));
        }
        output = projection(ops, weights, "proj_out", shape);
    }

    private static PixelLinear projection(Ops ops, Weights weights, String name, Shape shape) {
        int width = shape.width();
        if (shape.linear()) {
            Linear layer = weights.linear(name, width, width, true, Init.fanIn(width));
            return layer::apply;
        }
        return PixelLinear.convolution(ops, weights.at(name), width);
    }

    /** {@code [N, width, H, W]} and {@code [N, S, context]} to {@code [N, width, H, W]}. */
    NDArray apply(NDArray x, NDArray context, Probe probe) {
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        try (NDArray rows = entered(x);
                NDArray mixed = mixed(rows, context, probe);
                NDArray projected = output.apply(mixed);
                NDArray change = ops.images().fromPixelRows(projected, height, width)) {
            return x.add(change);
        }
    }

    private NDArray entered(NDArray x) {
        try (NDArray normed = norm.apply(x);
                NDArray rows = ops.images().pixelRows(normed)) { // [N, H * W, width]
            return input.apply(rows);
        }
    }

    private NDArray mixed(NDArray rows, NDArray context, Probe probe) {
        NDArray x = blocks.get(0).apply(rows, context, probe);
        for (BasicTransformerBlock block : blocks.subList(1, blocks.size())) {
            try (NDArray before = x) {
                x = block.apply(before, context, Probe.NONE);
            }
        }
        return x;
    }
}
