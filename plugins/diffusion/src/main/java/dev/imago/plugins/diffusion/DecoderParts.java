package dev.imago.plugins.diffusion;

import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.sampling.LatentPreview;
import dev.imago.plugins.diffusion.sampling.LatentSpace;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;

/**
 * What a decoder is made of.
 *
 * @param vae null where pixels are denoised
 * @param space the autoencoder's latents, or pixels
 */
record DecoderParts(
        UNet2DConditionModel unet,
        AutoencoderKL vae,
        Projector projector,
        LatentSpace space,
        DecoderSettings settings,
        Ops ops,
        Precision precision) {
    /** The map to small pictures, fitted to the weights as they are now. */
    LatentPreview preview(NDManager scope) {
        return LatentPreview.of(space, ops, scope);
    }
}
