package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of the metric {@code wardrobe-drawings}. */
@Doc("Layout, colours and garments of pictures drawn from captions of unseen scenes.")
public record DrawingsConfig(
        @Doc(value = "the task of the evaluation data", tasks = Doc.Tasks.EVALUATION) String task,
        @Doc("the stage that trained the judge") String judge,
        @Doc("the most captions to draw") Integer captions,
        @Doc("captions drawn at once") Integer batchSize,
        @Doc("prompts shown with their pictures in the report") Integer shown) {
    /** Defaults and checks. */
    public DrawingsConfig {
        task = Check.orDefault(task, "generate");
        judge = Check.orDefault(judge, "judge");
        captions = Check.positive(captions, 400, "captions");
        batchSize = Check.positive(batchSize, 100, "batch_size");
        shown = Check.between(shown, 24, 0, 1000, "shown");
    }
}
