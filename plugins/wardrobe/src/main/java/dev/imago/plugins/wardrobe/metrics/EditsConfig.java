package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of the metric {@code wardrobe-edits}. */
@Doc("Edits of unseen scenes: the change made, the rest kept, against copying the picture.")
public record EditsConfig(
        @Doc(value = "the task of the evaluation data", tasks = Doc.Tasks.EVALUATION) String task,
        @Doc("the stage that trained the judge") String judge,
        @Doc("the most edits to ask for") Integer edits,
        @Doc("requests answered at once") Integer batchSize,
        @Doc("requests shown with their pictures in the report") Integer shown) {
    /** Defaults and checks. */
    public EditsConfig {
        task = Check.orDefault(task, "edit");
        judge = Check.orDefault(judge, "judge");
        edits = Check.positive(edits, 400, "edits");
        batchSize = Check.positive(batchSize, 100, "batch_size");
        shown = Check.between(shown, 24, 0, 1000, "shown");
    }
}
