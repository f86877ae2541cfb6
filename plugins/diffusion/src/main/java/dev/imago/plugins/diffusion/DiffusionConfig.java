package dev.imago.plugins.diffusion;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.plugins.diffusion.projector.GridConfig;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.scheduler.SchedulerConfig;
import dev.imago.plugins.diffusion.scheduler.Schedulers;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import java.nio.file.Path;

/** Keys of the diffusion decoder. What is null is the folder's that it starts from. */
@Doc("Latent or pixel diffusion: a UNet conditioned on visual tokens, as Stable Diffusion on text.")
public record DiffusionConfig(
        @Doc(
                        value =
                                "a folder to start from, as diffusers lays it out: unet/, vae/,"
                                        + " scheduler/, and projector.safetensors with"
                                        + " model_config.json where there is a trained projector",
                        existingPath = true)
                Path weights,
        @Doc("the UNet; needed where weights brings none") UNetConfig unet,
        @Doc(
                        "the autoencoder, where weights brings none; without it pixels are denoised, where the"
                                + " UNet's out_channels are 3, or squares of 2×2 (12), 4×4 (48) and so on")
                VaeConfig vae,
        @Doc("from visual tokens to the UNet's context") ProjectorConfig projector,
        @Doc(
                        "visual tokens at their places beside what the UNet denoises, too; without it the"
                                + " context alone tells of them")
                GridConfig grid,
        @Doc(
                        "how noise was added in training, where weights does not tell; Stable Diffusion's way"
                                + " by default")
                SchedulerConfig scheduler,
        @Doc("how noise becomes a picture; by default as weights tells, or ddim") String sampler,
        @Doc("noise that ddim adds at each step, 0 to 1") Double eta,
        @Doc("denoising steps") Integer steps,
        @Doc("classifier-free guidance: how far from the picture of no tokens; 1 is none")
                Double guidance,
        @Doc("height of pictures in pixels; by default that of the UNet's training") Integer height,
        @Doc("width of pictures in pixels; by default that of the UNet's training") Integer width,
        @Doc("pictures that are denoised at once") Integer picturesAtOnce,
        @Doc("longest side of latents decoded at once; larger ones are decoded in tiles; 0 for any")
                Integer decodeTile) {
    private static final int SMALLEST_TILE = 8;

    /** Defaults and checks. */
    public DiffusionConfig {
        sampler = Check.oneOf(sampler, null, Schedulers.names(), "sampler");
        eta = Check.between(eta, 0.0, 0, 1, "eta");
        steps = Check.positive(steps, 50, "steps");
        guidance = Check.between(guidance, 7.5, 1, 1e6, "guidance");
        height = Check.between(height, null, 1, 1 << 14, "height");
        width = Check.between(width, null, 1, 1 << 14, "width");
        picturesAtOnce = Check.positive(picturesAtOnce, 8, "pictures_at_once");
        decodeTile = Check.between(decodeTile, 0, 0, 1 << 14, "decode_tile");
        if (decodeTile != 0 && decodeTile < SMALLEST_TILE) {
            throw new InvalidValueException(
                    "decode_tile",
                    "is " + decodeTile + ", expected 0 or at least " + SMALLEST_TILE);
        }
    }
}
