package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of {@link LanguageModelHead}. */
@Doc("predicts words with the backbone's own output layer")
public record TextHeadConfig(@Doc("what the text loss is multiplied with") Double weight) {
    /** Defaults and checks. */
    public TextHeadConfig {
        weight = Check.between(weight, 1.0, 0, 1e6, "weight");
    }
}
