package dev.imago.plugins.diffusion.projector;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/**
 * Keys of a {@link GridProjector}.
 *
 * @param channels that the UNet takes beside what it denoises
 * @param levels channels of each level
 * @param draft whether the UNet corrects the map instead of answering alone
 */
@Doc("Visual tokens at their places in the picture, beside what the UNet denoises.")
public record GridConfig(
        @Doc("channels of the map; the UNet's in_channels are these and those it denoises")
                Integer channels,
        @Doc(
                        "channels of each level, multiples of 8; the first has the side of the tokens, each"
                                + " other twice the side of the one before, the last that of the latents")
                List<Integer> levels,
        @Doc(
                        "the first channels of the map are a first picture, which the UNet's answer is added"
                                + " to; for prediction_type sample")
                Boolean draft) {
    private static final int GROUPS = 8;

    /** Defaults and checks. */
    public GridConfig {
        channels = Check.positive(channels, 16, "channels");
        levels = Check.multiples(levels, List.of(128, 96, 64), GROUPS, "levels");
        draft = Check.orDefault(draft, false);
    }

    /** Groups of channels that are normalised together. */
    int groups() {
        return GROUPS;
    }
}
