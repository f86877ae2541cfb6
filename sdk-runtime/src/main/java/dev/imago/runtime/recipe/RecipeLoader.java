package dev.imago.runtime.recipe;

import dev.imago.api.data.TaskFormatter;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From a file to a {@link Recipe}: the whole of reading, and the only class that most callers need.
 * Thread-safe.
 */
public final class RecipeLoader {
    private final Map<String, String> environment;

    /** A loader that sees this process's environment variables. */
    public RecipeLoader() {
        this(System.getenv());
    }

    /** A loader that sees only these environment variables. */
    public RecipeLoader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * A recipe with the plugins it was read with.
     *
     * @param recipe bound and checked
     * @param tree as written, with places
     * @param registry owned by the caller, to be closed when the run is over
     */
    public record Opened(Recipe recipe, RecipeTree tree, ComponentRegistry registry)
            implements AutoCloseable {
        @Override
        public void close() {
            registry.close();
        }
    }

    /** The one key that is read before all others: it decides which components there are. */
    private record PluginsKey(@Doc(value = "", existingPath = true) List<Path> plugins) {}

    /**
     * Loads the plugins that a recipe and the caller name, then the recipe.
     *
     * @param file the recipe
     * @param overrides {@code key.path=value}
     * @param plugins jars and folders of jars besides those the recipe names
     * @throws RecipeException with everything that is wrong with the recipe
     * @throws ImagoException with everything that is wrong with the plugins
     */
    public Opened open(Path file, List<String> overrides, List<Path> plugins) {
        List<Path> all = new ArrayList<>(plugins);
        all.addAll(pluginsOf(file, overrides));
        ComponentRegistry registry = PluginLoader.load(all);
        try {
            RecipeProblems problems = new RecipeProblems(file);
            RecipeTree tree = new RecipeReader(environment).read(file, overrides, problems);
            return new Opened(bind(tree, registry, problems), tree, registry);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /**
     * Reads and binds a recipe whose plugins are loaded.
     *
     * @throws RecipeException with everything that is wrong
     */
    public Recipe load(Path file, List<String> overrides, ComponentRegistry registry) {
        RecipeProblems problems = new RecipeProblems(file);
        RecipeTree tree = new RecipeReader(environment).read(file, overrides, problems);
        return bind(tree, registry, problems);
    }

    /**
     * Reads a file that holds the keys of one record, such as the {@code imago.yaml} of a model
     * folder, which holds a {@link ModelSection}.
     *
     * @throws RecipeException with everything that is wrong
     */
    public <R extends Record> R load(Class<R> type, Path file, ComponentRegistry registry) {
        RecipeProblems problems = new RecipeProblems(file);
        RecipeTree tree = new RecipeReader(environment).read(file, List.of(), problems);
        R record = binder(registry, problems).bind(type, tree.root());
        problems.throwIfAny();
        return record;
    }

    /**
     * A component with all its defaults.
     *
     * @throws RecipeException when there is none of that name, or it has required keys
     */
    public <K> Spec<K> defaults(Class<K> kind, String type, ComponentRegistry registry) {
        RecipeSource source = RecipeSource.override(type, 0);
        RecipeProblems problems = new RecipeProblems(Path.of(type));
        Spec<K> spec =
                binder(registry, problems).specs().byName(kind, type, new Place(source, 1, 1, ""));
        problems.throwIfAny();
        return spec;
    }

    /**
     * One of the tasks in a file that holds a {@link TasksSection}. The others are not looked at:
     * their plugins may not be loaded.
     *
     * @return empty when the file has none of that name
     * @throws RecipeException with everything that is wrong with it
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
    public Optional<Spec<TaskFormatter<?>>> task(
            Path file, String name, ComponentRegistry registry) {
        RecipeProblems problems = new RecipeProblems(file);
        RecipeTree tree = new RecipeReader(environment).read(file, List.of(), problems);
        RecipeNode task = tasks(tree).get(name);
        Spec spec =
                task == null
                        ? null
                        : binder(registry, problems).specs().bind(TaskFormatter.class, task, null);
        problems.throwIfAny();
        return Optional.ofNullable((Spec<TaskFormatter<?>>) spec);
    }

    /** The names of the tasks in such a file. */
    public List<String> taskNames(Path file) {
        RecipeProblems problems = new RecipeProblems(file);
        RecipeTree tree = new RecipeReader(environment).read(file, List.of(), problems);
        problems.throwIfAny();
        return List.copyOf(tasks(tree).entries().keySet());
    }

    private static Mapping tasks(RecipeTree tree) {
        Mapping root = tree.root();
        return root.get("tasks") instanceof Mapping tasks
                ? tasks
                : new Mapping(root.place(), Map.of());
    }

    private List<Path> pluginsOf(Path file, List<String> overrides) {
        // What else is wrong is told by the second reading, with the components known.
        RecipeProblems problems = new RecipeProblems(file);
        Mapping root = new RecipeReader(environment).read(file, overrides, problems).root();
        if (root.get("plugins") == null) {
            return List.of();
        }
        RecipeProblems ofPlugins = new RecipeProblems(file);
        PluginsKey key =
                binder(PluginLoader.of(), ofPlugins)
                        .bindKeys(PluginsKey.class, new KeyReader(root));
        ofPlugins.throwIfAny();
        return key.plugins() == null ? List.of() : key.plugins();
    }

    private Recipe bind(RecipeTree tree, ComponentRegistry registry, RecipeProblems problems) {
        RecordBinder binder = binder(registry, problems);
        Recipe recipe = binder.bind(Recipe.class, tree.root());
        Map<String, Spec<TaskFormatter<?>>> tasks =
                new LinkedHashMap<>(
                        new TaskLinks(registry, binder).unlisted(tree.root(), problems));
        problems.throwIfAny();
        tasks.putAll(recipe.tasks());
        return recipe.withTasks(java.util.Collections.unmodifiableMap(tasks));
    }

    private RecordBinder binder(ComponentRegistry registry, RecipeProblems problems) {
        return new RecordBinder(registry, new RecipePaths(environment), problems);
    }
}
