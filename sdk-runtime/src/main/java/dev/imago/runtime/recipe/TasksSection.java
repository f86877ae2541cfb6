package dev.imago.runtime.recipe;

import dev.imago.api.data.TaskFormatter;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import java.util.Map;

/**
 * The tasks that a model was trained for, as its folder keeps them.
 *
 * @param tasks settings by name
 */
@Doc("The tasks that a model was trained for.")
public record TasksSection(
        @Doc("settings of tasks by name") Map<String, Spec<TaskFormatter<?>>> tasks) {
    /** Defaults. */
    public TasksSection {
        tasks = Check.orDefault(tasks, Map.of());
    }
}
