package dev.imago.runtime.train;

import dev.imago.api.model.Backbone;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.train.Training;
import dev.imago.runtime.recipe.AutoFlag;
import dev.imago.runtime.sequence.TooLong;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of a {@code train} stage.
 *
 * @param trainable parts or globs that are trained; everything else is frozen
 * @param rates learning-rate factors
 * @param tasks weights by task
 * @param maxSamples most samples by task
 * @param visualNoise noise on visual tokens of answers when they are read back
 * @param maxLength positions of a sequence
 * @param tooLong what is done with samples of more
 * @param packing whether a step's samples are packed instead of padded; auto looks at the first
 * @param groupByLength steps whose padded samples are put together by their likeness
 * @param recompute whether layers are run a second time in the backward pass, to save memory
 * @param settings what every training stage has
 */
@Doc("visual-predictive instruction tuning: text and visual tokens learned jointly")
public record TrainStageConfig(
        @Doc(
                        value =
                                "what is trained: connector, backbone, heads, text_head, vision_head,"
                                        + " adapters, image_marks (what <image_start> and"
                                        + " <image_end> are read and written as, where the"
                                        + " backbone stays frozen), or globs over parameter names",
                        required = true)
                List<String> trainable,
        @Doc("learning-rate factor by part or glob, for those that differ from 1")
                Map<String, Double> rates,
        @Doc(
                        value =
                                "weight by task, instead of the data entries' own; a task not named is left out",
                        tasks = Doc.Tasks.DATA)
                Map<String, Double> tasks,
        @Doc(
                        value =
                                "most distinct samples by task, chosen by the seed: of which the stage makes"
                                        + " as many passes as its steps need. Fewer are always among more",
                        tasks = Doc.Tasks.DATA)
                Map<String, Long> maxSamples,
        @Doc(
                        "standard deviation of noise on visual tokens of answers when they are read back, times 1/sqrt(width)")
                Double visualNoise,
        @Doc("the most positions of a training sequence; the model's own limit if that is less")
                Integer maxLength,
        @Doc(
                        "what is done with longer samples: drop_turns keeps what fits of the turns,"
                                + " whole; cut cuts, images never in parts; refuse skips. All are"
                                + " counted and listed")
                TooLong tooLong,
        @Doc(
                        "whether a step's samples stand end to end instead of padded to the longest,"
                                + " none seeing another: the same losses, faster where lengths"
                                + " differ much. auto packs where padding would add a quarter to"
                                + " the first samples, and says so")
                AutoFlag packing,
        @Doc(
                        "of how many steps the samples are put together by whether they have images"
                                + " and by length, where they are padded: less padding, and a step"
                                + " of one kind of samples. 1 leaves each step as it is drawn")
                Integer groupByLength,
        @Doc(
                        "whether each layer is run a second time in the backward pass, so that only"
                                + " what goes into it is kept: the same gradients in much less"
                                + " memory, for the time of one more forward pass")
                Boolean recompute,
        @Flat Training.Settings settings) {
    /** Defaults and checks. */
    public TrainStageConfig {
        trainable = List.copyOf(Check.required(trainable, "trainable"));
        rates = ordered(rates);
        tasks = ordered(tasks);
        maxSamples = ordered(maxSamples);
        for (Map.Entry<String, Long> most : maxSamples.entrySet()) {
            if (most.getValue() < 1) {
                throw new InvalidValueException(
                        "max_samples." + most.getKey(),
                        "is " + most.getValue() + ", expected at least 1");
            }
        }
        visualNoise = Check.between(visualNoise, 0.0, 0, 100, "visual_noise");
        maxLength = Check.positive(maxLength, 2048, "max_length");
        tooLong = Check.orDefault(tooLong, TooLong.DROP_TURNS);
        packing = Check.orDefault(packing, AutoFlag.FALSE);
        groupByLength = Check.positive(groupByLength, 1, "group_by_length");
        recompute = Check.orDefault(recompute, false);
    }

    /** The most positions of a sequence that a model of its own limit is trained on. */
    public int maxLength(Backbone backbone) {
        return Math.min(maxLength, backbone.positions());
    }

    /** Map.copyOf would order the keys anew in each JVM, and a stage's hash with them. */
    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
