package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;

/** What is denoised: latents of an autoencoder, or pixels themselves. */
public interface LatentSpace {
    /** Channels. */
    int channels();

    /** How many pixels one latent stands for, along a side. */
    int scale();

    /**
     * @param pixels {@code [N, 3, H, W]} in -1..1, float32
     * @return {@code [N, C, h, w]} float32 as the UNet takes them; the caller closes it
     */
    NDArray encode(NDArray pixels);

    /**
     * @param latents {@code [N, C, h, w]} float32, as {@link #encode} gives them
     * @return {@code [N, 3, H, W]} float32 about -1..1, owned by the manager of {@code latents}
     */
    NDArray decode(NDArray latents);
}
