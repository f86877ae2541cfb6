package dev.imago.plugins.diffusion.projector;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/**
 * Keys of a {@link GridProjector}.
 *
 * @param channels that the UNet takes beside what it denoises
 * @param hiddenDim width of the hidden layer
 */
@Doc("Visual tokens at their places in the picture, beside what the UNet denoises.")
public record GridConfig(
        @Doc("channels of the map; the UNet's in_channels are these and those it denoises")
                Integer channels,
        @Doc("width of the hidden layer between a token and its part of the map")
                Integer hiddenDim) {
    /** Defaults and checks. */
    public GridConfig {
        channels = Check.positive(channels, 16, "channels");
        hiddenDim = Check.positive(hiddenDim, 256, "hidden_dim");
    }
}
