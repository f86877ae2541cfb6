package dev.imago.runtime.recipe;

import dev.imago.api.data.Source;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import java.util.Map;

/**
 * Data from one source for some tasks.
 *
 * @param source where raw samples come from
 * @param tasks how often each task is drawn, relative to all others of the mixture
 * @param maxSamples most samples of each task; null takes all
 * @param repeats how often each sample counts where sizes decide; null for once
 */
@Doc("Data from one source for some tasks.")
public record DataEntry(
        @Doc(value = "where raw samples come from", required = true) Spec<Source> source,
        @Doc(
                        value = "task names with how often each is drawn, relative to all others",
                        required = true)
                Map<String, Double> tasks,
        @Doc("most samples of each task, chosen by the seed; all when left out") Long maxSamples,
        @Doc("how often each sample counts where `temperature` lets sizes decide; once by default")
                Double repeats) {
    /** Checks the weights. */
    public DataEntry {
        Check.required(source, "source");
        Check.required(tasks, "tasks");
        if (tasks.isEmpty()) {
            throw new InvalidValueException("tasks", "is empty, expected at least one task");
        }
        tasks.forEach(
                (task, weight) -> {
                    if (!(weight > 0) || weight.isInfinite()) {
                        throw new InvalidValueException(
                                "tasks." + task, "is " + weight + ", expected a number above 0");
                    }
                });
        if (maxSamples != null && maxSamples < 1) {
            throw new InvalidValueException(
                    "max_samples", "is " + maxSamples + ", expected at least 1");
        }
        repeats = Check.between(repeats, null, 1e-9, 1e9, "repeats");
    }
}
