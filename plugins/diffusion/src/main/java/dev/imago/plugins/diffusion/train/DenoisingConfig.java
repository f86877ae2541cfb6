package dev.imago.plugins.diffusion.train;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import java.util.List;

/**
 * Keys of the objective {@code denoising}.
 *
 * @param unet whether the UNet learns too
 * @param unetRate factor on its learning rate
 * @param conditionDropout share of pictures that are learned without condition
 * @param noiseOffset of a constant for each channel that is added to the noise
 * @param minSnr gamma of the min-SNR weighting; null for no bound from above
 * @param snrFloor least ratio that a noise level is weighed by; with neither all weigh alike
 * @param target what the UNet is to answer
 * @param padding how the context is filled up while training
 */
@Doc("Noised pictures are to be told from their noise, given visual tokens.")
public record DenoisingConfig(
        @Doc(
                        "frozen: the projectors alone learn; unfrozen: the UNet goes on from its weights;"
                                + " scratch: the UNet begins anew")
                String unet,
        @Doc("factor on the UNet's learning rate") Double unetRate,
        @Doc("share of pictures learned without condition, for classifier-free guidance")
                Double conditionDropout,
        @Doc("standard deviation of a constant added to the noise of each channel")
                Double noiseOffset,
        @Doc(
                        "gamma of the min-SNR weighting, usually 5; without it and snr_floor all noise"
                                + " levels weigh alike")
                Double minSnr,
        @Doc(
                        "least ratio of signal to noise that a level is weighed by: 1 is the truncated SNR"
                                + " of Salimans and Ho, and keeps what min_snr would make levels of"
                                + " mostly noise forget")
                Double snrFloor,
        @Doc(
                        "scheduler: as its prediction_type says; noise: whatever it says, as the reference"
                                + " does")
                String target,
        @Doc(
                        "context: as when rendering; vision_tokens: rows of zeros by the visual tokens"
                                + " whatever the projector gave, as the reference does")
                String padding) {
    /** Only the projector learns. */
    static final String FROZEN = "frozen";

    /** The UNet begins anew. */
    static final String SCRATCH = "scratch";

    /** The target does not follow the scheduler. */
    static final String NOISE = "noise";

    /** Defaults and checks. */
    public DenoisingConfig {
        unet = Check.oneOf(unet, "unfrozen", List.of(FROZEN, "unfrozen", SCRATCH), "unet");
        unetRate = Check.between(unetRate, 1.0, 0, 1e3, "unet_rate");
        conditionDropout = Check.between(conditionDropout, 0.1, 0, 1, "condition_dropout");
        noiseOffset = Check.between(noiseOffset, 0.0, 0, 1, "noise_offset");
        minSnr = Check.between(minSnr, null, 1e-3, 1e6, "min_snr");
        snrFloor = Check.between(snrFloor, 0.0, 0, 1e6, "snr_floor");
        target = Check.oneOf(target, "scheduler", List.of("scheduler", NOISE), "target");
        padding =
                Check.oneOf(
                        padding,
                        "context",
                        List.of("context", ProjectorConfig.BY_VISION_TOKENS),
                        "padding");
    }
}
