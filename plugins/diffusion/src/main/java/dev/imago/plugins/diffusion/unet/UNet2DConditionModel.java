package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts the noise (or velocity) in latents: ResNet blocks down to coarse levels and up again,
 * with transformers that look at a context. Legend: N pictures, C channels of the latents, H and W
 * their sides, S rows of the context.
 */
public final class UNet2DConditionModel {
    private final Ops ops;
    private final UNetConfig config;
    private final Conv2d convIn;
    private final TimeEmbedding timeEmbedding;
    private final List<DownBlock2D> downBlocks = new ArrayList<>();
    private final MidBlock2D midBlock;
    private final List<UpBlock2D> upBlocks = new ArrayList<>();
    private final GroupNorm normOut;
    private final Conv2d convOut;

    /** Declares the parameters under the names of diffusers. */
    public UNet2DConditionModel(UNetConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        this.config = config;
        int channels = config.blockOutChannels().get(0);
        convIn =
                new Conv2d(
                        ops,
                        weights.at("conv_in"),
                        config.inChannels(),
                        channels,
                        config.convInKernel(),
                        1,
                        true);
        timeEmbedding = new TimeEmbedding(ops, weights.at("time_embedding"), config);
        int levels = config.levels();
        for (int i = 0; i < levels; i++) {
            downBlocks.add(new DownBlock2D(ops, weights.at("down_blocks." + i), config, i));
        }
        midBlock = new MidBlock2D(ops, weights.at("mid_block"), config);
        for (int i = 0; i < levels; i++) {
            upBlocks.add(new UpBlock2D(ops, weights.at("up_blocks." + i), config, levels - 1 - i));
        }
        normOut =
                new GroupNorm(
                        ops,
                        weights.at("conv_norm_out"),
                        config.normNumGroups(),
                        channels,
                        config.normEps());
        convOut =
                new Conv2d(
                        ops,
                        weights.at("conv_out"),
                        channels,
                        config.outChannels(),
                        config.convOutKernel(),
                        1,
                        true);
    }

    /** Its sizes. */
    public UNetConfig config() {
        return config;
    }

    /**
     * Predicts.
     *
     * @param sample {@code [N, C, H, W]} in the model's dtype; any sides
     * @param timesteps {@code [N]} float32, fractions too
     * @param context {@code [N, S, D]} in the model's dtype; any number of rows
     * @return {@code [N, C, H, W]}, owned by the manager of {@code sample}; differentiable
     * @throws ImagoException INCOMPATIBLE_PARTS when channels or widths are others than its own
     */
    public NDArray apply(NDArray sample, NDArray timesteps, NDArray context) {
        return apply(sample, timesteps, context, Probe.NONE);
    }

    /** As above, showing what modules give. */
    public NDArray apply(NDArray sample, NDArray timesteps, NDArray context, Probe probe) {
        check(sample, context);
        Precision precision = Precision.of(sample);
        try (NDArray time = timeEmbedding.apply(timesteps, precision, probe);
                Skips skips = new Skips()) {
            Conditions conditions = new Conditions(time, context);
            NDArray entered = entered(sample, probe);
            skips.push(entered);
            NDArray x = middle(down(entered, conditions, skips, probe), conditions, probe);
            for (int i = 0; i < upBlocks.size(); i++) {
                String name = "up_blocks." + i;
                x = upBlocks.get(i).apply(x, conditions, skips, probe.below(name));
                probe.seen(name, x);
            }
            return left(x, probe);
        }
    }

    private NDArray entered(NDArray sample, Probe probe) {
        try (NDArray centred = centred(sample);
                NDArray laid = ops.images().channelsLast(centred)) {
            NDArray entered = convIn.apply(laid);
            probe.seen("conv_in", entered);
            return entered;
        }
    }

    /** The sample in -1..1, always to be closed. */
    private NDArray centred(NDArray sample) {
        double factor = config.centerInputSample() ? 2 : 1;
        NDArray scaled = ops.scale(sample, factor);
        if (!config.centerInputSample()) {
            return scaled;
        }
        try (scaled;
                NDArray ones = scaled.onesLike()) {
            return scaled.sub(ones);
        }
    }

    private NDArray down(NDArray entered, Conditions conditions, Skips skips, Probe probe) {
        NDArray x = entered;
        for (int i = 0; i < downBlocks.size(); i++) {
            String name = "down_blocks." + i;
            x = downBlocks.get(i).apply(x, conditions, skips, probe.below(name));
            probe.seen(name, x);
        }
        return x;
    }

    private NDArray middle(NDArray x, Conditions conditions, Probe probe) {
        NDArray mixed = midBlock.apply(x, conditions, Probe.NONE);
        probe.seen("mid_block", mixed);
        return mixed;
    }

    /** Closes {@code x}. */
    private NDArray left(NDArray x, Probe probe) {
        try (NDArray last = x) {
            if (probe != Probe.NONE) {
                try (NDArray normed = normOut.apply(last)) {
                    probe.seen("conv_norm_out", normed);
                }
            }
            try (NDArray active = normOut.applySilu(last);
                    NDArray predicted = convOut.apply(active)) {
                return ops.images().rowMajor(predicted);
            }
        }
    }

    private void check(NDArray sample, NDArray context) {
        Shape shape = sample.getShape();
        if (shape.dimension() != 4 || shape.get(1) != config.inChannels()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    UNetConfig.CLASS,
                    "takes latents of "
                            + config.inChannels()
                            + " channels, [N, C, H, W], but was given "
                            + shape);
        }
        long width = context.getShape().get(2);
        for (int wanted : config.crossAttentionDim()) {
            if (width != wanted) {
                throw new ImagoException(
                        ErrorCode.INCOMPATIBLE_PARTS,
                        UNetConfig.CLASS,
                        "takes a context of width " + wanted + ", but was given " + width);
            }
        }
    }
}
