package dev.imago.plugins.diffusion.vae;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Downsample2D;
import dev.imago.plugins.diffusion.blocks.Probe;
import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import java.util.ArrayList;
import java.util.List;

/** Pictures to moments of their latents. */
final class VaeEncoder {
    private final Ops ops;
    private final Conv2d convIn;
    private final List<Level> levels = new ArrayList<>();
    private final MidBlock mid;
    private final GroupNorm normOut;
    private final Conv2d convOut;

    /**
     * @param downsampler null at the coarsest
     */
    private record Level(List<ResnetBlock2D> resnets, Downsample2D downsampler) {
        /** Closes {@code x}. */
        NDArray apply(NDArray x) {
            NDArray at = x;
            for (ResnetBlock2D resnet : resnets) {
                try (NDArray before = at) {
                    at = resnet.apply(before, null);
                }
            }
            if (downsampler == null) {
                return at;
            }
            try (NDArray large = at) {
                return downsampler.apply(large);
            }
        }
    }

    VaeEncoder(VaeConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        VaeBlocks blocks = new VaeBlocks(ops, config);
        List<Integer> channels = config.blockOutChannels();
        convIn = blocks.conv(weights.at("conv_in"), config.inChannels(), channels.get(0), 3);
        int in = channels.get(0);
        for (int i = 0; i < channels.size(); i++) {
            Weights own = weights.at("down_blocks." + i);
            int out = channels.get(i);
            Downsample2D halved =
                    i == channels.size() - 1
                            ? null
                            : new Downsample2D(ops, own.at("downsamplers.0"), out, 0);
            levels.add(new Level(blocks.resnets(own, config.layersPerBlock(), in, out), halved));
            in = out;
        }
        mid = blocks.mid(weights.at("mid_block"), in);
        normOut = blocks.norm(weights.at("conv_norm_out"), in);
        convOut = blocks.conv(weights.at("conv_out"), in, 2 * config.latentChannels(), 3);
    }

    /** {@code [N, 3, H, W]} to {@code [N, 2 · latents, H / scale, W / scale]}. */
    NDArray apply(NDArray pictures, Probe probe) {
        NDArray x;
        try (NDArray laid = ops.images().channelsLast(pictures)) {
            x = convIn.apply(laid);
        }
        probe.seen("conv_in", x);
        for (int i = 0; i < levels.size(); i++) {
            x = levels.get(i).apply(x);
            probe.seen("down_blocks." + i, x);
        }
        try (NDArray coarse = x;
                NDArray mixed = mid.apply(coarse)) {
            probe.seen("mid_block", mixed);
            return Leaving.apply(normOut, convOut, mixed, probe);
        }
    }
}
