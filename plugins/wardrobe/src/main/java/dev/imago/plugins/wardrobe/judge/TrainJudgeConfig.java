package dev.imago.plugins.wardrobe.judge;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.train.Training;

/** Keys of a {@code train-judge} stage. */
@Doc("trains the judge that names drawn garments; batch_size counts scenes")
public record TrainJudgeConfig(
        @Doc(
                        value =
                                "the task whose training scenes are learned and whose test scenes are examined",
                        tasks = Doc.Tasks.DATA)
                String task,
        @Doc("test scenes to be examined on") Integer examined,
        @Flat Training.Settings settings) {
    /** Defaults and checks. */
    public TrainJudgeConfig {
        task = Check.orDefault(task, "generate");
        examined = Check.positive(examined, 1000, "examined");
    }
}
