package dev.imago.runtime.train;

import dev.imago.runtime.data.Mixture;
import java.util.Map;

/** The recipe's training data, for stages that draw from it. */
@FunctionalInterface
public interface TrainingData {
    /**
     * The mixture of all data entries.
     *
     * @param tasks weights by task that replace the entries' own; a task not named is left out.
     *     Empty keeps the entries as they are
     * @param maxSamples most distinct samples of tasks, by their names, beside the entries' own
     */
    Mixture mixture(Map<String, Double> tasks, Map<String, Long> maxSamples);

    /** The mixture as the entries say it. */
    default Mixture mixture() {
        return mixture(Map.of(), Map.of());
    }
}
