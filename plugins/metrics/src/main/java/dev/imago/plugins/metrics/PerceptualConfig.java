package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;

/**
 * Keys of the measure {@code perceptual}.
 *
 * @param features what sees the pictures
 * @param name of the figure
 */
@Doc("Distance of pictures in an encoder's features, place by place, as LPIPS has it.")
public record PerceptualConfig(
        @Doc("what sees the pictures") @DefaultType("encoder") Spec<PictureFeatures> features,
        @Doc("the figure's name") String name) {
    /** Defaults. */
    public PerceptualConfig {
        name = Check.orDefault(name, "perceptual");
    }
}
