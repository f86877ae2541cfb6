package dev.imago.plugins.diffusion.unet;

import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import java.util.ArrayList;
import java.util.List;

/** Sizes of the blocks at each level, from the config. Levels count from the finest. */
final class LevelShapes {
    private final UNetConfig config;

    LevelShapes(UNetConfig config) {
        this.config = config;
    }

    int channels(int level) {
        return config.blockOutChannels().get(level);
    }

    private ResnetBlock2D.Shape resnet(int in, int out, double scale) {
        return new ResnetBlock2D.Shape(
                in,
                out,
                config.timeWidth(),
                config.resnetTimeScaleShift().equals(UNetConfig.SCALE_SHIFT),
                config.normNumGroups(),
                config.normEps(),
                scale);
    }

    /** On the way down: the first takes what the level above gave. */
    List<ResnetBlock2D.Shape> down(int level) {
        List<ResnetBlock2D.Shape> shapes = new ArrayList<>();
        int in = level == 0 ? channels(0) : channels(level - 1);
        for (int i = 0; i < UNetConfig.at(config.layersPerBlock(), level); i++) {
            shapes.add(resnet(in, channels(level), config.resnetOutScaleFactor()));
            in = channels(level);
        }
        return shapes;
    }

    /** In the middle. */
    List<ResnetBlock2D.Shape> mid(int blocks) {
        int last = channels(config.levels() - 1);
        ResnetBlock2D.Shape shape = resnet(last, last, config.midBlockScaleFactor());
        return java.util.Collections.nCopies(blocks, shape);
    }

    /** On the way up: each also takes what the level gave on the way down, the last first. */
    List<ResnetBlock2D.Shape> up(int level) {
        List<ResnetBlock2D.Shape> shapes = new ArrayList<>();
        int layers = UNetConfig.at(config.layersPerBlock(), level) + 1;
        int out = channels(level);
        int in = level == config.levels() - 1 ? out : channels(level + 1);
        for (int i = 0; i < layers; i++) {
            int skipped = i == layers - 1 ? channels(Math.max(0, level - 1)) : out;
            shapes.add(resnet(in + skipped, out, config.resnetOutScaleFactor()));
            in = out;
        }
        return shapes;
    }

    /** The transformers of a level; null where it has none. */
    Transformer2DModel.Shape attention(int level, boolean crosses) {
        return crosses
                ? attentionOf(level, UNetConfig.at(config.onlyCrossAttention(), level))
                : null;
    }

    /** The transformer in the middle, which always looks at itself, too. */
    Transformer2DModel.Shape midAttention() {
        return attentionOf(config.levels() - 1, false);
    }

    private Transformer2DModel.Shape attentionOf(int level, boolean onlyCross) {
        return new Transformer2DModel.Shape(
                channels(level),
                config.heads(level),
                UNetConfig.at(config.crossAttentionDim(), level),
                UNetConfig.at(config.transformerLayersPerBlock(), level),
                onlyCross,
                config.useLinearProjection(),
                config.normNumGroups());
    }
}
