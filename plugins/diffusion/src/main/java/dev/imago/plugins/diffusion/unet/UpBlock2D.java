package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;
import dev.imago.plugins.diffusion.blocks.Upsample2D;

/** A level on the way up, with or without transformers. */
final class UpBlock2D {
    private final LevelLayers layers;
    private final Upsample2D upsampler;

    UpBlock2D(Ops ops, Weights weights, UNetConfig config, int level) {
        LevelShapes shapes = new LevelShapes(config);
        String type = config.upBlockTypes().get(config.levels() - 1 - level);
        boolean crosses = type.equals(UNetConfig.CROSS_UP);
        layers = new LevelLayers(ops, weights, shapes.up(level), shapes.attention(level, crosses));
        upsampler =
                level == 0
                        ? null
                        : new Upsample2D(ops, weights.at("upsamplers.0"), shapes.channels(level));
    }

    /**
     * Runs the level.
     *
     * @param x {@code [N, in, H, W]}, closed
     * @param skips what the way down left, of which this level takes its own
     */
    NDArray apply(NDArray x, Conditions conditions, Skips skips, Probe probe) {
        NDArray at = x;
        for (int i = 0; i < layers.depth(); i++) {
            try (NDArray before = at;
                    NDArray skip = skips.pop();
                    NDArray joined = before.concat(skip, 1)) {
                at = layers.apply(i, joined, conditions, probe);
            }
        }
        if (upsampler == null) {
            return at;
        }
        try (NDArray small = at) {
            Shape finer = skips.nextShape();
            return upsampler.apply(small, finer.get(2), finer.get(3));
        }
    }
}
