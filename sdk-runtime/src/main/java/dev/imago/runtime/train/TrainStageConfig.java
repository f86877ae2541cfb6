package dev.imago.runtime.train;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.train.Training;
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
 * @param visualNoise noise on visual tokens of answers when they are read back
 * @param maxLength positions of a sequence
 * @param settings what every training stage has
 */
@Doc("visual-predictive instruction tuning: text and visual tokens learned jointly")
public record TrainStageConfig(
        @Doc(
                        value =
                                "what is trained: connector, backbone, heads, text_head, vision_head,"
                                        + " or globs over parameter names",
                        required = true)
                List<String> trainable,
        @Doc("learning-rate factor by part or glob, for those that differ from 1")
                Map<String, Double> rates,
        @Doc("weight by task, instead of the data entries' own; a task not named is left out")
                Map<String, Double> tasks,
        @Doc(
                        "standard deviation of noise on visual tokens of answers when they are read back, times 1/sqrt(width)")
                Double visualNoise,
        @Doc("the most positions of a training sequence") Integer maxLength,
        @Flat Training.Settings settings) {
    /** Defaults and checks. */
    public TrainStageConfig {
        trainable = List.copyOf(Check.required(trainable, "trainable"));
        rates = ordered(rates);
        tasks = ordered(tasks);
        visualNoise = Check.between(visualNoise, 0.0, 0, 100, "visual_noise");
        maxLength = Check.positive(maxLength, 2048, "max_length");
    }

    /** Map.copyOf would order the keys anew in each JVM, and a stage's hash with them. */
    private static Map<String, Double> ordered(Map<String, Double> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
