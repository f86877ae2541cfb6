package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of the metric {@code wardrobe-questions}. */
@Doc("Accuracy on questions about unseen photos, by kind, with baselines.")
public record QuestionsConfig(
        @Doc(value = "the task of the evaluation data", tasks = Doc.Tasks.EVALUATION) String task,
        @Doc("the most scenes to ask about") Integer scenes,
        @Doc("questions answered at once") Integer batchSize) {
    /** Defaults and checks. */
    public QuestionsConfig {
        task = Check.orDefault(task, "image_qa");
        scenes = Check.positive(scenes, 500, "scenes");
        batchSize = Check.positive(batchSize, 128, "batch_size");
    }
}
