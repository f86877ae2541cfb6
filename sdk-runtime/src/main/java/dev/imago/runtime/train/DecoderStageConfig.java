package dev.imago.runtime.train;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.DecoderObjective;
import dev.imago.api.train.Training;

/**
 * Keys of a {@code train-decoder} stage.
 *
 * @param task whose pictures are used
 * @param decoder name of the decoder that is trained; null for the model's own
 * @param visualNoise noise on the visual tokens the decoder reads
 * @param objective how the decoder learns; null for its own way
 * @param validateEvery steps between validations; null for none
 * @param validationPictures how many pictures each time; null for the usual number
 * @param settings what every training stage has
 */
@Doc("trains the decoder to render pictures from the frozen encoder's visual tokens")
public record DecoderStageConfig(
        @Doc(
                        value = "the task of the training data whose pictures are used",
                        tasks = Doc.Tasks.DATA)
                String task,
        @Doc("which of the model's further decoders is trained; its own one by default")
                String decoder,
        @Doc("standard deviation of noise on the visual tokens, times 1/sqrt(width)")
                Double visualNoise,
        @Doc("how the decoder learns, where it can in several ways; its own way by default")
                Spec<DecoderObjective> objective,
        @Doc("steps between pictures of the validation; without it there are none")
                Integer validateEvery,
        @Doc("evaluation pictures that are rendered each time, from the same seeds")
                Integer validationPictures,
        @Flat Training.Settings settings) {
    /** Defaults and checks. */
    public DecoderStageConfig {
        task = Check.orDefault(task, "generate");
        visualNoise = Check.between(visualNoise, 0.0, 0, 100, "visual_noise");
        validateEvery = Check.between(validateEvery, null, 1, Integer.MAX_VALUE, "validate_every");
        validationPictures =
                Check.between(validationPictures, null, 1, 1000, "validation_pictures");
    }
}
