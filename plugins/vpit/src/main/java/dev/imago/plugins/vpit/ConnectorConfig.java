package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys that all connectors have. */
@Doc("maps visual tokens to the backbone's width")
public record ConnectorConfig(
        @Doc("add a learned vector for each place within the image") Boolean slots) {
    /** Defaults. */
    public ConnectorConfig {
        slots = Check.orDefault(slots, false);
    }
}
