package dev.imago.plugins.diffusion.train;

import dev.imago.api.model.Decoder;
import dev.imago.plugins.diffusion.projector.GridProjector;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.sampling.Denoiser;
import dev.imago.plugins.diffusion.sampling.LatentSpace;
import dev.imago.plugins.diffusion.scheduler.SchedulerConfig;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import java.util.Optional;

/**
 * A decoder that renders by denoising, as training sees it. Its parameters stand below {@code
 * projector}, {@code grid}, {@code unet} and {@code vae}.
 */
public interface DenoisingDecoder extends Decoder {
    /** Maps visual tokens to the context. */
    Projector projector();

    /** Its sizes, and how the context is filled up when rendering. */
    ProjectorConfig projectorConfig();

    /** Puts visual tokens at their places; empty where the context alone tells of them. */
    Optional<GridProjector> grid();

    /** What is denoised. */
    LatentSpace space();

    /** Tells them from noise. */
    Denoiser denoiser();

    /** Makes latents of pictures; empty where pixels are denoised. */
    Optional<AutoencoderKL> vae();

    /** How noise is added. */
    SchedulerConfig schedulerConfig();
}
