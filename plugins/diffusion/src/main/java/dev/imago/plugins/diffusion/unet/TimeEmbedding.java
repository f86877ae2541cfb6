package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;

/** Timesteps as frequencies, then two linear layers. Legend: N pictures, E width. */
final class TimeEmbedding {
    private final Ops ops;
    private final UNetConfig config;
    private final int frequencies;
    private final Linear first;
    private final Linear second;

    TimeEmbedding(Ops ops, Weights weights, UNetConfig config) {
        this.ops = ops;
        this.config = config;
        frequencies = config.blockOutChannels().get(0);
        int width = config.timeWidth();
        first = weights.linear("linear_1", frequencies, width, true, Init.fanIn(frequencies));
        second = weights.linear("linear_2", width, width, true, Init.fanIn(width));
    }

    /**
     * @param timesteps {@code [N]} float32
     * @return {@code [N, E]}, activated as ResNet blocks take it
     */
    NDArray apply(NDArray timesteps, Precision precision, Probe probe) {
        try (NDArray waves =
                        ops.images()
                                .timestepEmbedding(
                                        timesteps,
                                        frequencies,
                                        config.flipSinToCos(),
                                        config.freqShift());
                NDArray cast = ops.cast(waves, precision);
                NDArray wide = first.apply(cast);
                NDArray active = ops.silu(wide)) {
            probe.seen("time_proj", waves);
            NDArray embedded = second.apply(active);
            probe.seen("time_embedding", embedded);
            if (config.resnetSkipTimeAct()) {
                return embedded;
            }
            try (embedded) {
                return ops.silu(embedded);
            }
        }
    }
}
