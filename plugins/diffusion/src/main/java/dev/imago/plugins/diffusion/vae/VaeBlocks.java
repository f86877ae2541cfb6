package dev.imago.plugins.diffusion.vae;

import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import java.util.ArrayList;
import java.util.List;

/** Makes the blocks of encoder and decoder, all with the autoencoder's epsilon and groups. */
final class VaeBlocks {
    static final double EPSILON = 1e-6;

    private final Ops ops;
    private final VaeConfig config;

    VaeBlocks(Ops ops, VaeConfig config) {
        this.ops = ops;
        this.config = config;
    }

    /** ResNet blocks {@code resnets.0}... of a level. */
    List<ResnetBlock2D> resnets(Weights weights, int count, int in, int out) {
        List<ResnetBlock2D> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ResnetBlock2D.Shape shape =
                    new ResnetBlock2D.Shape(
                            i == 0 ? in : out, out, 0, false, config.normNumGroups(), EPSILON, 1);
            blocks.add(new ResnetBlock2D(ops, weights.at("resnets." + i), shape));
        }
        return blocks;
    }

    MidBlock mid(Weights weights, int channels) {
        return new MidBlock(
                resnets(weights, 2, channels, channels),
                config.midBlockAddAttention()
                        ? new PixelAttention(
                                ops, weights.at("attentions.0"), config.normNumGroups(), channels)
                        : null);
    }

    GroupNorm norm(Weights weights, int channels) {
        return new GroupNorm(ops, weights, config.normNumGroups(), channels, EPSILON);
    }

    Conv2d conv(Weights weights, int in, int out, int kernel) {
        return new Conv2d(ops, weights, in, out, kernel, 1, true);
    }
}
