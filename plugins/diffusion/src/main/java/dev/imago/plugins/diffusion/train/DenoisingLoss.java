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
     * @param snrFloor the least that levels count as; 0 for none
     * @param minSnr the most that they count as, gamma of the min-SNR weighting; infinite for none
     */
    record Terms(Prediction prediction, double noiseOffset, double snrFloor, double minSnr) {
        /** Whether a level's weight depends on its ratio of signal to noise. */
        boolean weigh() {
            return snrFloor > 0 || Double.isFinite(minSnr);
        }
    }

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
        return terms.weigh() ? errors.mul(scope.create(weights(draws.timesteps()))) : errors;
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
            weights[n] = (float) weight(terms, schedule.snr(timesteps[n]));
        }
        return weights;
    }

    /**
     * The weight that makes an error of the clean sample count as the ratio of signal to noise,
     * within bounds: from above (min-SNR, Hang et al. 2023), so that easy noise levels don't
     * outweigh the others, and from below (truncated SNR, Salimans and Ho 2022), so that levels of
     * mostly noise still count.
     *
     * @param snr of the level; 0 where nothing but noise is left
     */
    static double weight(Terms terms, double snr) {
        double bounded = Math.max(terms.snrFloor(), Math.min(snr, terms.minSnr()));
        return switch (terms.prediction()) {
            case EPSILON -> snr == 0 ? 1 : bounded / snr;
            case V_PREDICTION -> bounded / (snr + 1);
            case SAMPLE -> bounded;
        };
    }
}
