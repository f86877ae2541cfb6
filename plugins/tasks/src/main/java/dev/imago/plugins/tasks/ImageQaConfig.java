package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;

/**
 * Settings of image question answering.
 *
 * @param asking checked and read
 */
@Doc(
        "Questions about images: the images first, or each where a question says <image>; then the"
                + " questions as turns.")
public record ImageQaConfig(@Flat PhrasingSettings asking, @Flat QuestionSettings questions) {
    /** Defaults and checks. */
    public ImageQaConfig {
        asking = PhrasingSettings.read(asking, Phrasings.QUESTION);
        questions = Check.orDefault(questions, QuestionSettings.usual());
    }

    Phrasings ways() {
        return asking.ways(
                PhrasingFile.resource("image_qa.txt").get(PhrasingFile.UNNAMED),
                Phrasings.QUESTION);
    }
}
