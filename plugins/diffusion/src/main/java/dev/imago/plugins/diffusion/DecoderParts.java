package dev.imago.plugins.diffusion;

import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.projector.ContextPadding;
import dev.imago.plugins.diffusion.projector.GridProjector;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.sampling.Conditioning;
import dev.imago.plugins.diffusion.sampling.Denoiser;
import dev.imago.plugins.diffusion.sampling.LatentPreview;
import dev.imago.plugins.diffusion.sampling.LatentSpace;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;

/**
 * What a decoder is made of.
 *
 * @param vae null where pixels are denoised
 * @param grid null where the context alone tells of the visual tokens
 * @param space the autoencoder's latents, or pixels
 */
record DecoderParts(
        UNet2DConditionModel unet,
        AutoencoderKL vae,
        Projector projector,
        GridProjector grid,
        LatentSpace space,
        DecoderSettings settings,
        Ops ops,
        Precision precision) {
    /** Tells latents from noise. */
    Denoiser denoiser() {
        return new Denoiser(unet, settings.draft(), ops, precision);
    }

    /** Makes conditions as they are when rendering. */
    Conditioning conditioning() {
        ContextPadding padding = new ContextPadding(ops, settings.projector());
        return new Conditioning(projector, padding, grid, ops, precision);
    }

    /** The map to small pictures, fitted to the weights as they are now. */
    LatentPreview preview(NDManager scope) {
        return LatentPreview.of(space, ops, scope);
    }
}
