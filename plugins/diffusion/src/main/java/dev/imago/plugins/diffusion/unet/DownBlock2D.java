package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Downsample2D;
import dev.imago.plugins.diffusion.blocks.Probe;

/** A level on the way down, with or without transformers. */
final class DownBlock2D {
    private final LevelLayers layers;
    private final Downsample2D downsampler;

    DownBlock2D(Ops ops, Weights weights, UNetConfig config, int level) {
        LevelShapes shapes = new LevelShapes(config);
        boolean crosses = config.downBlockTypes().get(level).equals(UNetConfig.CROSS_DOWN);
        layers =
                new LevelLayers(ops, weights, shapes.down(level), shapes.attention(level, crosses));
        downsampler =
                level == config.levels() - 1
                        ? null
                        : new Downsample2D(
                                ops,
                                weights.at("downsamplers.0"),
                                shapes.channels(level),
                                config.downsamplePadding());
    }

    /**
     * Runs the level.
     *
     * @param x {@code [N, in, H, W]}
     * @param skips takes what each block gave, for the way up; it then owns them
     */
    NDArray apply(NDArray x, Conditions conditions, Skips skips, Probe probe) {
        NDArray at = x;
        for (int i = 0; i < layers.depth(); i++) {
            at = layers.apply(i, at, conditions, probe);
            skips.push(at);
        }
        if (downsampler != null) {
            at = downsampler.apply(at);
            skips.push(at);
        }
        return at;
    }
}
