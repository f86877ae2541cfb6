package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.DecoderObjective.Prepared;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.Posterior;
import java.util.List;

/**
 * What the frozen autoencoder makes of pictures: means and deviations of their latents, scaled as
 * the UNet takes them. Legend: N pictures, L channels of the latents, h and w their sides.
 */
final class LatentMoments implements Prepared {
    private final AutoencoderKL vae;
    private final Ops ops;
    private final Precision precision;

    LatentMoments(AutoencoderKL vae, Ops ops, Precision precision) {
        this.vae = vae;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public String settings() {
        return "latents " + vae.config();
    }

    @Override
    public List<String> weights() {
        return List.of("vae.**");
    }

    /** {@code [N, 2L, h, w]}: means, then deviations. */
    @Override
    public NDArray prepare(NDArray pixels) {
        NDManager owner = pixels.getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDArray signed = ops.scale(pixels, 2).sub(1);
            signed.attach(scope);
            try (Posterior posterior = vae.encode(ops.cast(signed, precision));
                    NDArray std = posterior.std()) {
                NDArray mean = ops.cast(vae.scaled(posterior.mean()), Precision.FP32);
                NDArray deviation =
                        ops.cast(ops.scale(std, vae.config().scalingFactor()), Precision.FP32);
                NDArray moments = mean.concat(deviation, 1);
                moments.attach(owner);
                return moments;
            }
        }
    }

    /**
     * A draw.
     *
     * @param moments {@code [N, 2L, h, w]}
     * @param noise {@code [N, L, h, w]} standard normal
     * @return {@code [N, L, h, w]}, owned by the manager of {@code moments}
     */
    static NDArray sample(NDArray moments, NDArray noise) {
        NDList halves = moments.split(2, 1);
        try (NDArray mean = halves.get(0);
                NDArray deviation = halves.get(1);
                NDArray spread = deviation.mul(noise)) {
            return mean.add(spread);
        }
    }
}
