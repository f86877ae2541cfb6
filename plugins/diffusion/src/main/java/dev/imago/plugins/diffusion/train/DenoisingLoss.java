package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.plugins.diffusion.sampling.Condition;
import dev.imago.plugins.diffusion.sampling.Conditioning;
import dev.imago.plugins.diffusion.sampling.Denoiser;
import dev.imago.plugins.diffusion.scheduler.NoiseSchedule;
import dev.imago.plugins.diffusion.scheduler.Prediction;

/**
 * How far a UNet is from telling noise from latents. Legend: N examples, K visual tokens, D their
 * width, L channels of the latents, h and w their sides.
 */
final class DenoisingLoss {
    private final Conditioning conditioning;
    private final Denoiser denoiser;
    private final NoiseSchedule schedule;
    private final Terms terms;
    private final Ops ops;

    /**
     * @param prediction what the UNet is to answer
     * @param noiseOffset deviation of the constant that each channel's noise gets
     * @param minSnr gamma of the min-SNR weighting; 0 for none
     */
    record Terms(Prediction prediction, double noiseOffset, double minSnr) {}

    DenoisingLoss(
            Conditioning conditioning,
            Denoiser denoiser,
            NoiseSchedule schedule,
            Terms terms,
            Ops ops) {
        this.conditioning = conditioning;
        this.denoiser = denoiser;
        this.schedule = schedule;
        this.terms = terms;
        this.ops = ops;
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
        Shape sides = latents.getShape();
        Condition all = conditioning.of(tokens, sides.get(2), sides.get(3), scope);
        NDArray answer =
                denoiser.apply(
                        noisy,
                        scope.create(levels),
                        conditioning.without(all, draws.dropped(), scope));
        Shape flat = new Shape(levels.length, -1);
        NDArray target = target(latents, noise, draws.timesteps());
        NDArray errors = ops.losses().mseRows(answer.reshape(flat), target.reshape(flat)); // [N]
        return terms.minSnr() == 0 ? errors : errors.mul(scope.create(weights(draws.timesteps())));
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

    private float[] weights(long[] timesteps) {
        float[] weights = new float[timesteps.length];
        for (int n = 0; n < weights.length; n++) {
            double snr = schedule.snr(timesteps[n]);
            weights[n] = (float) weight(terms.prediction(), snr, terms.minSnr());
        }
        return weights;
    }

    /**
     * The min-SNR weight (Hang et al. 2023), so that easy noise levels don't outweigh the others.
     *
     * @param snr of the level; 0 where nothing but noise is left
     */
    static double weight(Prediction prediction, double snr, double gamma) {
        double clipped = Math.min(snr, gamma);
        return switch (prediction) {
            case EPSILON -> snr <= gamma ? 1 : gamma / snr; // clipped / snr, which is 0 / 0 at 0
            case V_PREDICTION -> clipped / (snr + 1);
            case SAMPLE -> clipped;
        };
    }
}
