package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * Settings of questions about several images.
 *
 * @param asking checked and read
 */
@Doc(
        "Questions about several images: each stands where a question says <image>; without such"
                + " marks they are numbered and come first.")
public record MultiImageQaConfig(
        @Doc("text before each image that comes first, with {number}; empty for none") String label,
        @Doc("what numbers are called, from the first on; digits by default, and beyond them")
                List<String> numerals,
        @Flat PhrasingSettings asking,
        @Flat QuestionSettings questions) {
    /** The place of an image's number. */
    private static final String NUMBER = "{number}";

    /** Defaults and checks. */
    public MultiImageQaConfig {
        label = Check.orDefault(label, "Image {number}: ");
        if (!label.isEmpty() && !label.contains(NUMBER)) {
            throw new InvalidValueException(
                    "label", "is '" + label + "', expected " + NUMBER + " in it");
        }
        numerals = numerals == null ? List.of() : List.copyOf(numerals);
        asking = PhrasingSettings.read(asking, Phrasings.QUESTION);
        questions = Check.orDefault(questions, QuestionSettings.usual());
    }

    Phrasings ways() {
        return asking.ways(
                PhrasingFile.resource("multi_image_qa.txt").get(PhrasingFile.UNNAMED),
                Phrasings.QUESTION);
    }

    /** What an image is labelled with. */
    String label(int number) {
        String called =
                number <= numerals.size() ? numerals.get(number - 1) : Integer.toString(number);
        return label.replace(NUMBER, called);
    }
}
