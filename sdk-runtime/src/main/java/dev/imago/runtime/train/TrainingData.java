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
     */
    Mixture mixture(Map<String, Double> tasks);
}
