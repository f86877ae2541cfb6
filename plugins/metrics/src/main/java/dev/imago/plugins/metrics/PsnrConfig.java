package dev.imago.plugins.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/**
 * Keys of the measure {@code psnr}.
 *
 * @param luma whether only brightness is compared
 */
@Doc("Peak signal-to-noise ratio and mean squared error of pixels.")
public record PsnrConfig(@Doc("whether only brightness is compared") Boolean luma) {
    /** Defaults. */
    public PsnrConfig {
        luma = Check.orDefault(luma, false);
    }
}
