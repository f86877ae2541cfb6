package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of {@link NoReducer}. */
@Doc("keeps all patches")
public record NoReducerConfig(
        @Doc("the number of patches the encoder must give; unset takes what it gives")
                Integer tokens) {
    /** Checks. */
    public NoReducerConfig {
        tokens = Check.positive(tokens, null, "tokens");
    }
}
