package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;

/** Diffusion without an autoencoder. */
public final class PixelSpace implements LatentSpace {
    private static final int COLOURS = 3;

    @Override
    public int channels() {
        return COLOURS;
    }

    @Override
    public int scale() {
        return 1;
    }

    @Override
    public NDArray encode(NDArray pixels) {
        return pixels.duplicate();
    }

    @Override
    public NDArray decode(NDArray latents) {
        return latents.duplicate();
    }
}
