package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;

/** Settings of image question answering. */
@Doc("Questions about images: the images first, then the questions as turns.")
public record ImageQaConfig(@Flat QuestionSettings questions) {
    /** Defaults. */
    public ImageQaConfig {
        questions = Check.orDefault(questions, QuestionSettings.usual());
    }
}
