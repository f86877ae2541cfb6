package dev.imago.plugins.diffusion.train;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/**
 * Keys of {@link RampSchedule}; the default is the reference's.
 *
 * @param rampSteps steps of the rise
 */
@Doc("Rises straight from 0, then stays: how the reference trains a UNet from scratch.")
public record RampConfig(@Doc("steps over which the rate rises from 0") Integer rampSteps) {
    /** Defaults and checks. */
    public RampConfig {
        rampSteps = Check.positive(rampSteps, 10_000, "ramp_steps");
    }
}
