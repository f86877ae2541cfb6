package dev.imago.plugins.pixeldecoder;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Keys of the pixel decoder. */
@Doc("A small convolutional net from visual tokens to pixels, in one pass.")
public record PixelDecoderConfig(
        @Doc(
                        "channels of each level, a multiple of 8; each level doubles the side, so"
                                + " pictures have the tokens' side times two to the number of levels")
                List<Integer> channels,
        @Doc("what visual tokens are multiplied with; about the square root of their width")
                Double inputScale,
        @Doc(
                        "weight of the cosine distance between the picture's own visual tokens and"
                                + " those it was made from, beside the mean absolute difference of"
                                + " pixels; 0 leaves it out")
                Double featureWeight) {
    private static final int GROUPS = 8;

    /** Defaults and checks. */
    public PixelDecoderConfig {
        channels = Check.multiples(channels, List.of(128, 96, 64, 32), GROUPS, "channels");
        inputScale = Check.between(inputScale, 8.0, 1e-6, 1e6, "input_scale");
        featureWeight = Check.between(featureWeight, 0.5, 0, 1e6, "feature_weight");
    }

    /** Groups of channels that are normalised together. */
    int groups() {
        return GROUPS;
    }
}
