package dev.imago.plugins.tasks.frames;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of frame prediction.
 *
 * @param phrasings those of the file too, once it is read
 * @param phrasingsFile null once it is read
 */
@Doc("Drawing frames of a video from others, or putting them in order.")
public record PredictFramesConfig(
        @Doc(
                        "how often each kind is drawn, in proportion: forward and backward (one"
                                + " frame from another, the interval spoken), next, reverse, gap,"
                                + " alternating, order, split, intervals; all the same by default,"
                                + " and those left out never")
                Map<String, Double> variants,
        @Doc("most frames read of a video") Integer maxFrames,
        @Doc("most frames drawn by next, reverse and gap") Integer maxDrawn,
        @Doc(
                        "whether frames shown together come after the words about them, right"
                                + " before those drawn")
                Boolean framesLast,
        @Doc(
                        "ways to ask by variant, and by apart, described, hole and label for what"
                                + " is told besides; an empty list says nothing, those left out are"
                                + " as in predict_frames.txt")
                Map<String, List<String>> phrasings,
        @Doc(value = "text file of ways to ask, below a [variant] each", existingPath = true)
                Path phrasingsFile,
        @Doc("whether they come after the task's own ways to ask; else they take their place")
                Boolean addPhrasings) {
    /** Defaults and checks. */
    public PredictFramesConfig {
        // In the order written, which copies of Map would shuffle: stages are known by their text.
        variants = ordered(Check.orDefault(variants, FrameVariants.equalShares()));
        check(variants);
        maxFrames = Check.between(maxFrames, 45, 4, 1000, "max_frames");
        maxDrawn = Check.between(maxDrawn, 4, 1, maxFrames, "max_drawn");
        framesLast = Check.orDefault(framesLast, false);
        phrasings = Check.orDefault(phrasings, Map.of());
        phrasings = ordered(FramePhrasings.chosen(phrasings, phrasingsFile));
        phrasingsFile = null;
        addPhrasings = Check.orDefault(addPhrasings, false);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private static void check(Map<String, Double> variants) {
        List<String> known = FrameVariants.names();
        double sum = 0;
        for (Map.Entry<String, Double> variant : variants.entrySet()) {
            if (!known.contains(variant.getKey())) {
                throw new InvalidValueException(
                        "variants",
                        "has '"
                                + variant.getKey()
                                + "', expected one of "
                                + String.join(", ", known),
                        known,
                        variant.getKey());
            }
            sum += Check.between(variant.getValue(), 0.0, 0, 1e9, "variants." + variant.getKey());
        }
        if (!(sum > 0)) {
            throw new InvalidValueException("variants", "has none with a weight above 0");
        }
    }
}
