package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;

/** A UNet that takes conditions. */
public final class Denoiser {
    private final UNet2DConditionModel unet;
    private final Ops ops;
    private final Precision precision;

    /**
     * @param precision of the UNet
     */
    public Denoiser(UNet2DConditionModel unet, Ops ops, Precision precision) {
        this.unet = unet;
        this.ops = ops;
        this.precision = precision;
    }

    /**
     * Predicts.
     *
     * @param sample {@code [B, C, h, w]}; a grid is laid behind its channels
     * @param timesteps {@code [B]} float32
     * @return {@code [B, C, h, w]} in the UNet's dtype, owned by the manager of {@code sample};
     *     differentiable
     */
    public NDArray apply(NDArray sample, NDArray timesteps, Condition condition) {
        NDArray input = ops.cast(sample, precision);
        if (condition.grid() != null) {
            input = input.concat(condition.grid(), 1);
        }
        return unet.apply(input, timesteps, condition.context());
    }
}
