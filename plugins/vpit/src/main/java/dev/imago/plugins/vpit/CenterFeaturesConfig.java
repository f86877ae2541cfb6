package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of {@link CenterFeaturesStage}. */
@Doc("estimates the mean visual token that the centered_l2 norm takes away")
public record CenterFeaturesConfig(
        @Doc(
                        value =
                                "task whose training pictures are used; its samples are captioned images",
                        tasks = Doc.Tasks.DATA)
                String task,
        @Doc("pictures to average over, spread evenly; fewer if there are fewer") Integer images,
        @Doc("pictures encoded at once") Integer batchSize) {
    /** Defaults and checks. */
    public CenterFeaturesConfig {
        task = Check.orDefault(task, "caption");
        images = Check.positive(images, 2000, "images");
        batchSize = Check.positive(batchSize, 64, "batch_size");
    }
}
