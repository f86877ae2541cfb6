package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import java.util.List;

/**
 * Keys of the metric {@code pictures}.
 *
 * @param task of the evaluation data
 * @param sets which pictures are measured
 * @param measures what is measured of them
 * @param pictures the most of each set
 * @param batchSize pictures at once
 * @param resamples draws for confidence intervals
 * @param confidence of the intervals
 */
@Doc("Quality of drawn and of decoded pictures, with confidence intervals.")
public record PictureQualityConfig(
        @Doc(
                        value = "the task of the evaluation data; one that asks for pictures",
                        tasks = Doc.Tasks.EVALUATION)
                String task,
        @Doc(
                        "decoded (from the pictures' own visual tokens: the decoder's part of the"
                                + " error), drawn (as the task asks), or both")
                List<String> sets,
        @Doc(value = "what is measured", required = true) List<Spec<PictureMeasure>> measures,
        @Doc("the most pictures of each set") Integer pictures,
        @Doc("pictures made and measured at once") Integer batchSize,
        @Doc("draws for the confidence intervals; 0 gives none") Integer resamples,
        @Doc("share of the confidence intervals that hold the true figure") Double confidence) {
    /** The usual task. */
    static final String GENERATE = "generate";

    /** Rendered from true visual tokens. */
    static final String DECODED = "decoded";

    /** Drawn as the task asks. */
    static final String DRAWN = "drawn";

    private static final List<String> SETS = List.of(DECODED, DRAWN);

    /** Defaults and checks. */
    public PictureQualityConfig {
        task = Check.orDefault(task, GENERATE);
        sets = List.copyOf(Check.orDefault(sets, SETS));
        for (String set : sets) {
            Check.oneOf(set, null, SETS, "sets");
        }
        measures = List.copyOf(Check.required(measures, "measures"));
        if (sets.isEmpty() || measures.isEmpty()) {
            throw new InvalidValueException(
                    sets.isEmpty() ? "sets" : "measures", "is empty, so that nothing is measured");
        }
        pictures = Check.between(pictures, 500, 2, Integer.MAX_VALUE, "pictures");
        batchSize = Check.positive(batchSize, 50, "batch_size");
        resamples = Check.between(resamples, 100, 0, 100_000, "resamples");
        confidence = Check.between(confidence, 0.95, 0.5, 0.9999, "confidence");
    }
}
