package dev.imago.plugins.wardrobe.judge;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of the features {@code wardrobe-judge}. */
@Doc("What the judge sees in the cells of a picture, before it names garments.")
public record JudgeFeaturesConfig(@Doc("the stage that trained the judge") String stage) {
    /** Defaults. */
    public JudgeFeaturesConfig {
        stage = Check.orDefault(stage, "judge");
    }
}
