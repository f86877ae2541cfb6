package dev.imago.plugins.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/**
 * Keys of the metric {@code answers}.
 *
 * @param task of the evaluation data
 * @param samples the most samples; one may hold several questions
 * @param batchSize requests answered at once
 * @param maxNewTokens the most text tokens of an answer
 * @param maxImages the most pictures of an answer
 * @param shown examples in the report
 * @param resamples draws for confidence intervals
 * @param confidence of the intervals
 */
@Doc("Answers to the evaluation data of any task, scored as the task says, with examples.")
public record AnswersConfig(
        @Doc(
                        value = "the task of the evaluation data",
                        required = true,
                        tasks = Doc.Tasks.EVALUATION)
                String task,
        @Doc("the most samples; each may hold several questions") Integer samples,
        @Doc("requests answered at once") Integer batchSize,
        @Doc("the most text tokens of an answer") Integer maxNewTokens,
        @Doc("the most pictures drawn in an answer") Integer maxImages,
        @Doc("answers shown in the report") Integer shown,
        @Doc("draws for the confidence intervals; 0 gives none") Integer resamples,
        @Doc("share of the confidence intervals that hold the true figure") Double confidence) {
    /** Defaults and checks. */
    public AnswersConfig {
        task = Check.required(task, "task");
        samples = Check.positive(samples, 500, "samples");
        batchSize = Check.positive(batchSize, 50, "batch_size");
        maxNewTokens = Check.positive(maxNewTokens, 128, "max_new_tokens");
        maxImages = Check.between(maxImages, 8, 0, Integer.MAX_VALUE, "max_images");
        shown = Check.between(shown, 12, 0, 1000, "shown");
        resamples = Check.between(resamples, 1000, 0, 100_000, "resamples");
        confidence = Check.between(confidence, 0.95, 0.5, 0.9999, "confidence");
    }
}
