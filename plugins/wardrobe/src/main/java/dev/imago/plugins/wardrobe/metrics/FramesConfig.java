package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of the metric {@code wardrobe-frames}. */
@Doc("Next frames of unseen scenes: layout, colours, garments and likeness.")
public record FramesConfig(
        @Doc(value = "the task of the evaluation data", tasks = Doc.Tasks.EVALUATION) String task,
        @Doc("the stage that trained the judge") String judge,
        @Doc("the most frames to ask for") Integer frames,
        @Doc("requests answered at once") Integer batchSize,
        @Doc("requests shown with their pictures in the report") Integer shown) {
    /** Defaults and checks. */
    public FramesConfig {
        task = Check.orDefault(task, "predict_frames");
        judge = Check.orDefault(judge, "judge");
        frames = Check.positive(frames, 400, "frames");
        batchSize = Check.positive(batchSize, 100, "batch_size");
        shown = Check.between(shown, 24, 0, 1000, "shown");
    }
}
