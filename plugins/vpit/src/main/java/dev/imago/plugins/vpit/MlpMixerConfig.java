package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of {@link MlpMixerReducer}. */
@Doc("maps patches to tokens by one learned linear map, then mixes channels by another")
public record MlpMixerConfig(@Doc("visual tokens per image") Integer tokens) {
    /** Defaults and checks. */
    public MlpMixerConfig {
        tokens = Check.positive(tokens, 64, "tokens");
    }
}
