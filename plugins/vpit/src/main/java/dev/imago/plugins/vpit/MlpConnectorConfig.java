package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;

/** Keys of {@link MlpConnector}. */
@Doc("linear maps with GELU between them")
public record MlpConnectorConfig(
        @Doc("number of linear maps") Integer depth, @Flat ConnectorConfig common) {
    /** Defaults and checks. */
    public MlpConnectorConfig {
        depth = Check.between(depth, 2, 1, 16, "depth");
    }
}
