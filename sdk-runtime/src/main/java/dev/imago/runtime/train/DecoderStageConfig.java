package dev.imago.runtime.train;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.train.Training;

/**
 * Keys of a {@code train-decoder} stage.
 *
 * @param task whose pictures are used
 * @param visualNoise noise on the visual tokens the decoder reads
 * @param settings what every training stage has
 */
@Doc("trains the decoder to render pictures from the frozen encoder's visual tokens")
public record DecoderStageConfig(
        @Doc("the task of the training data whose pictures are used") String task,
        @Doc("standard deviation of noise on the visual tokens, times 1/sqrt(width)")
                Double visualNoise,
        @Flat Training.Settings settings) {
    /** Defaults and checks. */
    public DecoderStageConfig {
        task = Check.orDefault(task, "generate");
        visualNoise = Check.between(visualNoise, 0.0, 0, 100, "visual_noise");
    }
}
