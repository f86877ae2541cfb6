package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.projector.ContextPadding;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.scheduler.NoiseSchedule;
import dev.imago.plugins.diffusion.scheduler.Prediction;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;

/**
 * How far a UNet is from telling noise from latents. Legend: N examples, K visual tokens, D their
 * width, T rows of the context, L channels of the latents, h and w their sides.
 */
final class DenoisingLoss {
    private final Projector projector;
    private final ContextPadding padding;
    private final UNet2DConditionModel unet;
    private final NoiseSchedule schedule;
    private final Terms terms;
    private final Ops ops;
    private final Precision precision;

    /**
     * @param prediction what the UNet is to answer
     * @param noiseOffset deviation of the constant that each channel's noise gets
     * @param minSnr gamma of the min-SNR weighting; 0 for none
     */
    record Terms(Prediction prediction, double noiseOffset, double minSnr) {}

    DenoisingLoss(
            Projector projector,
            ContextPadding padding,
            UNet2DConditionModel unet,
            NoiseSchedule schedule,
            Terms terms,
            Ops ops,
            Precision precision) {
        this.projector = projector;
        this.padding = padding;
        this.unet = unet;
        this.schedule = schedule;
        this.terms = terms;
        this.ops = ops;
        this.precision = precision;
    }

    /**
     * The weighted mean squared error of each example.
     *
     * @param tokens {@code [N, K, D]}
     * @param latents {@code [N, L, h, w]} float32, scaled
     * @param scope owns every array made here, which the backward pass needs
     * @return {@code [N]} float32, differentiable
     */
    NDArray rows(NDArray tokens, NDArray latents, Draws draws, NDManager scope) {
        NDArray noise = noise(draws);
        NDArray noisy = schedule.addNoise(latents, noise, draws.timesteps());
        float[] levels = new float[draws.timesteps().length];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = draws.timesteps()[n];
        }
        NDArray answer =
                unet.apply(
                        ops.cast(noisy, precision),
                        scope.create(levels),
                        context(tokens, draws.dropped(), scope));
        Shape flat = new Shape(levels.length, -1);
        NDArray target = target(latents, noise, draws.timesteps());
        NDArray errors = ops.losses().mseRows(answer.reshape(flat), target.reshape(flat)); // [N]
        return terms.minSnr() == 0 ? errors : errors.mul(scope.create(weights(draws.timesteps())));
    }

    /** The padded context, {@code [N, T, C]}: zeros where the condition is dropped. */
    private NDArray context(NDArray tokens, boolean[] dropped, NDManager scope) {
        NDArray projected = projector.project(ops.cast(tokens, precision));
        NDArray context = padding.pad(projected, tokens.getShape().get(1));
        float[] kept = new float[dropped.length];
        for (int n = 0; n < kept.length; n++) {
            kept[n] = dropped[n] ? 0 : 1;
        }
        NDArray factors = scope.create(kept, new Shape(kept.length, 1, 1));
        return context.mul(ops.cast(factors, precision));
    }

    private NDArray noise(Draws draws) {
        if (terms.noiseOffset() == 0) {
            return draws.noise();
        }
        return draws.noise().add(ops.scale(draws.offset(), terms.noiseOffset()));
    }

    private NDArray target(NDArray latents, NDArray noise, long[] timesteps) {
        return switch (terms.prediction()) {
            case EPSILON -> noise;
            case V_PREDICTION -> schedule.velocity(latents, noise, timesteps);
            case SAMPLE -> latents;
        };
    }

    /** Min-SNR weights (Hang et al. 2023), so that easy noise levels don't outweigh the others. */
    private float[] weights(long[] timesteps) {
        float[] weights = new float[timesteps.length];
        for (int n = 0; n < weights.length; n++) {
            double snr = schedule.snr(timesteps[n]);
            double clipped = Math.min(snr, terms.minSnr());
            weights[n] =
                    (float)
                            switch (terms.prediction()) {
                                case EPSILON -> clipped / snr;
                                case V_PREDICTION -> clipped / (snr + 1);
                                case SAMPLE -> clipped;
                            };
        }
        return weights;
    }
}
