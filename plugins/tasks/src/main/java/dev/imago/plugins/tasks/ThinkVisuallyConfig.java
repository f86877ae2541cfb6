package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of visual thinking.
 *
 * @param asking checked and read
 */
@Doc("A question about an image, answered after drawing a closer look at what it is about.")
public record ThinkVisuallyConfig(
        @Flat PhrasingSettings asking,
        @Doc(
                        "drawn: the assistant draws the look itself. cropped: it says where to look,"
                                + " is shown that part of the image at its full size, and answers"
                                + " then")
                Look look,
        @Doc(
                        "words for parts of an image, each with left, top, right and bottom in"
                                + " fractions of its sides, which the assistant says instead of a"
                                + " box in numbers")
                Map<String, List<Double>> places,
        @Doc(
                        "what the assistant says before the look or before where it is, one for each"
                                + " sample and epoch; an empty list for nothing")
                List<String> thoughts,
        @Doc("text between the image and the question") String separator,
        @Doc("how answers are scored: exact, vqa or anls") String score) {
    /** How a closer look comes about. */
    public enum Look {
        /** The assistant draws it. */
        DRAWN,
        /** It is cut out of the image. */
        CROPPED
    }

    /** Defaults and checks. */
    public ThinkVisuallyConfig {
        asking = PhrasingSettings.read(asking, Phrasings.QUESTION);
        look = Check.orDefault(look, Look.DRAWN);
        places = Check.orDefault(places, Map.of());
        // Map.copyOf would order the names anew in each JVM.
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
        SpokenBoxes.check(places);
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

    SpokenBoxes boxes() {
        return new SpokenBoxes(places);
    }

    Phrasings ways() {
        return asking.ways(
                PhrasingFile.resource("think_visually.txt").get("ask"), Phrasings.QUESTION);
    }
}
