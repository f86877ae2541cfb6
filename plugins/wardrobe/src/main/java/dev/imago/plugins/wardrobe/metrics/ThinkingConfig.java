package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of the metric {@code wardrobe-thinking}. */
@Doc("Answers after a closer look, against answering the same questions directly.")
public record ThinkingConfig(
        @Doc("the task of the evaluation data") String task,
        @Doc("the task that asks directly") String direct,
        @Doc("the most questions to ask") Integer questions,
        @Doc("questions answered at once") Integer batchSize,
        @Doc("questions shown with their looks in the report") Integer shown) {
    /** Defaults and checks. */
    public ThinkingConfig {
        task = Check.orDefault(task, "think_visually");
        direct = Check.orDefault(direct, "image_qa");
        questions = Check.positive(questions, 400, "questions");
        batchSize = Check.positive(batchSize, 100, "batch_size");
        shown = Check.between(shown, 24, 0, 1000, "shown");
    }
}
