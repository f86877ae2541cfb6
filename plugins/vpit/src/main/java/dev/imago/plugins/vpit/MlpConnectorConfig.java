package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of {@link MlpConnector}. */
@Doc("linear maps with GELU between them")
public record MlpConnectorConfig(
        @Doc("number of linear maps") Integer depth,
        @Doc("add a learned vector for each place within the image") Boolean slots) {
    /** Defaults and checks. */
    public MlpConnectorConfig {
        depth = Check.between(depth, 2, 1, 16, "depth");
        slots = Check.orDefault(slots, false);
    }
}
