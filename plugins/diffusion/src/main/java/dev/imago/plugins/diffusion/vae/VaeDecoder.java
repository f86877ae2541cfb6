package dev.imago.plugins.diffusion.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;
import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import dev.imago.plugins.diffusion.blocks.Upsample2D;
import java.util.ArrayList;
import java.util.List;

/** Latents to pictures. */
final class VaeDecoder {
    private final Ops ops;
    private final Conv2d convIn;
    private final MidBlock mid;
    private final List<Level> levels = new ArrayList<>();
    private final GroupNorm normOut;
    private final Conv2d convOut;

    /**
     * @param upsampler null at the finest
     */
    private record Level(List<ResnetBlock2D> resnets, Upsample2D upsampler) {
        /** Closes {@code x}. */
        NDArray apply(NDArray x) {
            NDArray at = x;
            for (ResnetBlock2D resnet : resnets) {
                try (NDArray before = at) {
                    at = resnet.apply(before, null);
                }
            }
            if (upsampler == null) {
                return at;
            }
            try (NDArray small = at) {
                Shape shape = small.getShape();
                return upsampler.apply(small, 2 * shape.get(2), 2 * shape.get(3));
            }
        }
    }

    VaeDecoder(VaeConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        VaeBlocks blocks = new VaeBlocks(ops, config);
        List<Integer> channels = config.blockOutChannels();
        int last = channels.size() - 1;
        int in = channels.get(last);
        convIn = blocks.conv(weights.at("conv_in"), config.latentChannels(), in, 3);
        mid = blocks.mid(weights.at("mid_block"), in);
        for (int i = 0; i <= last; i++) {
            Weights own = weights.at("up_blocks." + i);
            int out = channels.get(last - i);
            Upsample2D doubled =
                    i == last ? null : new Upsample2D(ops, own.at("upsamplers.0"), out);
            levels.add(
                    new Level(blocks.resnets(own, config.layersPerBlock() + 1, in, out), doubled));
            in = out;
        }
        normOut = blocks.norm(weights.at("conv_norm_out"), in);
        convOut = blocks.conv(weights.at("conv_out"), in, config.outChannels(), 3);
    }

    /** {@code [N, latents, h, w]} to {@code [N, 3, h · scale, w · scale]}. */
    NDArray apply(NDArray latents, Probe probe) {
        NDArray x;
        try (NDArray laid = ops.images().channelsLast(latents);
                NDArray entered = convIn.apply(laid)) {
            probe.seen("conv_in", entered);
            x = mid.apply(entered);
        }
        probe.seen("mid_block", x);
        for (int i = 0; i < levels.size(); i++) {
            x = levels.get(i).apply(x);
            probe.seen("up_blocks." + i, x);
        }
        try (NDArray fine = x) {
            return Leaving.apply(normOut, convOut, fine, probe);
        }
    }
}
