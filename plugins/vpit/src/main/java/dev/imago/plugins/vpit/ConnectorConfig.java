package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys that all connectors have. */
@Doc("maps visual tokens to the backbone's width")
public record ConnectorConfig(
        @Doc("add a learned vector for each place within the image") Boolean slots,
        @Doc("standard deviation of new slot vectors") Double slotRange,
        @Doc("what visual tokens are multiplied with; unit-length ones have small numbers")
                Double inputScale) {
    /** Defaults. */
    public ConnectorConfig {
        slots = Check.orDefault(slots, false);
        slotRange = Check.between(slotRange, 0.02, 0, 10, "slot_range");
        inputScale = Check.between(inputScale, 1.0, 1e-6, 1e6, "input_scale");
    }
}
