package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of visual thinking.
 *
 * @param phrasings those of the file too, once it is read
 * @param phrasingsFile null once it is read
 */
@Doc("A question about an image, answered after drawing a closer look at what it is about.")
public record ThinkVisuallyConfig(
        @Doc("ways to ask, each with {question}; one is drawn for each sample and epoch")
                List<String> phrasings,
        @Doc(
                        value = "text file of ways to ask, one a line, each with {question}",
                        existingPath = true)
                Path phrasingsFile,
        @Doc(
                        "what the assistant says before it draws the look, one for each sample and"
                                + " epoch; an empty list for nothing")
                List<String> thoughts,
        @Doc("text between the image and the question") String separator,
        @Doc("how answers are scored: exact, vqa or anls") String score) {
    /** Defaults and checks. */
    public ThinkVisuallyConfig {
        phrasings = List.copyOf(Check.orDefault(phrasings, List.of()));
        phrasings = PhrasingFile.chosen(phrasings, phrasingsFile, Phrasings.QUESTION);
        phrasingsFile = null;
        thoughts =
                List.copyOf(
                        thoughts == null
                                ? PhrasingFile.resource("think_visually.txt").get("thought")
                                : thoughts);
        if (thoughts.contains("")) {
            throw new InvalidValueException("thoughts", "has an empty text, expected words");
        }
        separator = Check.orDefault(separator, "\n");
        score = Check.oneOf(score, "exact", AnswerMatch.names(), "score");
    }

    Phrasings ways() {
        List<String> usual = PhrasingFile.resource("think_visually.txt").get("ask");
        return new Phrasings(phrasings.isEmpty() ? usual : phrasings, Phrasings.QUESTION);
    }
}
