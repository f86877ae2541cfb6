package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.Posterior;

/**
 * The latents of an autoencoder. Pictures are decoded one by one, and large ones in tiles where
 * that is wished, so that memory is that of one picture or tile.
 */
public final class VaeSpace implements LatentSpace {
    private final AutoencoderKL vae;
    private final Ops ops;
    private final Precision precision;
    private final int tile;

    /**
     * @param precision of the autoencoder
     * @param tile longest side of latents that is decoded at once; 0 for any
     */
    public VaeSpace(AutoencoderKL vae, Ops ops, Precision precision, int tile) {
        this.vae = vae;
        this.ops = ops;
        this.precision = precision;
        this.tile = tile;
    }

    @Override
    public int channels() {
        return vae.config().latentChannels();
    }

    @Override
    public int scale() {
        return vae.config().scale();
    }

    @Override
    public NDArray encode(NDArray pixels) {
        try (NDArray cast = ops.cast(pixels, precision);
                Posterior posterior = vae.encode(cast);
                NDArray scaled = vae.scaled(posterior.mean())) {
            return ops.cast(scaled, Precision.FP32);
        }
    }

    @Override
    public NDArray decode(NDArray latents) {
        NDList pictures = new NDList();
        try (pictures) {
            for (long row = 0; row < latents.getShape().get(0); row++) {
                try (NDArray one = latents.get(new NDIndex("{}:{}", row, row + 1))) {
                    pictures.add(decodeOne(one));
                }
            }
            return ai.djl.ndarray.NDArrays.concat(pictures, 0);
        }
    }

    private NDArray decodeOne(NDArray latents) {
        Shape shape = latents.getShape();
        if (tile > 0 && (shape.get(2) > tile || shape.get(3) > tile)) {
            return new TiledDecoding(this::decodeWhole, tile, scale()).decode(latents);
        }
        return decodeWhole(latents);
    }

    private NDArray decodeWhole(NDArray latents) {
        try (NDArray unscaled = vae.unscaled(latents);
                NDArray cast = ops.cast(unscaled, precision);
                NDArray decoded = vae.decode(cast)) {
            return ops.cast(decoded, Precision.FP32);
        }
    }
}
