package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;

/** A UNet that takes conditions, and may correct a first picture that one of them holds. */
public final class Denoiser {
    private final UNet2DConditionModel unet;
    private final boolean draft;
    private final Ops ops;
    private final Precision precision;

    /**
     * @param draft whether the first channels of a grid are added to what the UNet answers
     * @param precision of the UNet
     */
    public Denoiser(UNet2DConditionModel unet, boolean draft, Ops ops, Precision precision) {
        this.unet = unet;
        this.draft = draft;
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
        NDArray answer = unet.apply(input, timesteps, condition.context());
        if (!draft) {
            return answer;
        }
        return answer.add(condition.grid().get(new NDIndex(":, 0:{}", sample.getShape().get(1))));
    }
}
