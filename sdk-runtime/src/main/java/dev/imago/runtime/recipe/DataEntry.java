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
 */
@Doc("Data from one source for some tasks.")
public record DataEntry(
        @Doc(value = "where raw samples come from", required = true) Spec<Source> source,
        @Doc(
                        value = "task names with how often each is drawn, relative to all others",
                        required = true)
                Map<String, Double> tasks) {
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
    }
}
