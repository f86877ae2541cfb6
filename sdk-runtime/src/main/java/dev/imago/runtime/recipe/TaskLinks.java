package dev.imago.runtime.recipe;

import dev.imago.api.data.TaskFormatter;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every task that the data names its settings: those under {@code tasks}, or the defaults of
 * the task of that name. Works on the tree, so that a wrong name is told with its place even where
 * other sections are wrong.
 */
final class TaskLinks {
    private final ComponentRegistry registry;
    private final RecordBinder binder;

    TaskLinks(ComponentRegistry registry, RecordBinder binder) {
        this.registry = registry;
        this.binder = binder;
    }

    /** The settings of tasks that are named by data but not under {@code tasks}. */
    Map<String, Spec<TaskFormatter<?>>> unlisted(Mapping root, RecipeProblems problems) {
        Map<String, Spec<TaskFormatter<?>>> specs = new LinkedHashMap<>();
        Set<String> listed = new LinkedHashSet<>();
        if (root.get("tasks") instanceof Mapping tasks) {
            listed.addAll(tasks.entries().keySet());
        }
        for (String section : List.of("data", "evaluation")) {
            if (root.get(section) instanceof Sequence entries) {
                entries.items().forEach(entry -> link(entry, listed, specs, problems));
            }
        }
        return specs;
    }

    private void link(
            RecipeNode entry,
            Set<String> listed,
            Map<String, Spec<TaskFormatter<?>>> specs,
            RecipeProblems problems) {
        if (!(entry instanceof Mapping mapping && mapping.get("tasks") instanceof Mapping tasks)) {
            return;
        }
        tasks.entries()
                .forEach(
                        (name, task) -> {
                            if (!listed.contains(name) && !specs.containsKey(name)) {
                                specs.put(name, byName(name, task.key(), problems));
                            }
                        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
    private Spec<TaskFormatter<?>> byName(String name, Place place, RecipeProblems problems) {
        if (registry.find(TaskFormatter.class, name).isEmpty()) {
            problems.add(place, registry.unknown(TaskFormatter.class, name, place.toString()));
            return null;
        }
        Spec spec = binder.specs().byName(TaskFormatter.class, name, place);
        return (Spec<TaskFormatter<?>>) spec;
    }
}
