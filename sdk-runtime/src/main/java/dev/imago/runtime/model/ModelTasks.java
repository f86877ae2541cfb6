package dev.imago.runtime.model;

import dev.imago.api.data.TaskFormatter;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.TasksSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tasks that a model was trained for, where its folder tells, and those of plugins. */
public final class ModelTasks {
    private final Path file;
    private final ComponentRegistry registry;
    private final RecipeLoader loader = new RecipeLoader();

    /**
     * @param file which may be missing
     * @param registry of the plugins that offer tasks
     */
    ModelTasks(Path file, ComponentRegistry registry) {
        this.file = file;
        this.registry = registry;
    }

    /** All of the model's; none where the folder does not tell. */
    public TasksSection all() {
        return Files.exists(file)
                ? loader.load(TasksSection.class, file, registry)
                : new TasksSection(null);
    }

    /**
     * One of the model's, or else one that a plugin offers, with its defaults.
     *
     * @throws ImagoException INVALID_VALUE naming those that there are
     */
    public Spec<? extends TaskFormatter<?>> named(String name) {
        Optional<Spec<TaskFormatter<?>>> own =
                Files.exists(file) ? loader.task(file, name, registry) : Optional.empty();
        if (own.isPresent()) {
            return own.get();
        }
        if (registry.find(TaskFormatter.class, name).isEmpty()) {
            throw unknown(name);
        }
        return offered(name);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
    private Spec<? extends TaskFormatter<?>> offered(String name) {
        return (Spec) loader.defaults(TaskFormatter.class, name, registry);
    }

    private ImagoException unknown(String name) {
        List<String> own = Files.exists(file) ? loader.taskNames(file) : List.of();
        List<String> offered =
                registry.offered(TaskFormatter.class).stream().map(Component::type).toList();
        List<String> all = new ArrayList<>(own);
        all.addAll(offered);
        String ofModel =
                own.isEmpty()
                        ? ""
                        : "one of the model's tasks (" + String.join(", ", own) + ") or ";
        return new ImagoException(
                List.of(
                        new Problem(
                                ErrorCode.INVALID_VALUE,
                                "task",
                                "is '"
                                        + name
                                        + "', expected "
                                        + ofModel
                                        + "one that a plugin offers ("
                                        + String.join(", ", offered)
                                        + ").",
                                NearestName.question(name, all))));
    }
}
