package dev.imago.runtime.recipe;

import dev.imago.api.data.TaskFormatter;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.Tracker;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A recipe, bound and checked: everything a run does, as data.
 *
 * @param name names the run
 * @param seed of all that is drawn at random
 * @param output where the run leaves its files
 * @param plugins jars and folders of jars to load besides those of the class path
 * @param model the parts of the model
 * @param data training data, mixed
 * @param temperature how much the sizes of data sets decide; null where only weights do
 * @param evaluation data that is never trained on
 * @param tasks settings of tasks by name; {@link RecipeLoader} adds every task that the data names
 * @param runtime device, precision, threads
 * @param trackers are told the figures of the run
 * @param stages in the order they are run
 */
@Doc("A run from data to a trained, evaluated model.")
public record Recipe(
        @Doc(value = "names the run; lower-case words joined by - or _", required = true)
                String name,
        @Doc("of all that is drawn at random") Long seed,
        @Doc("where the run leaves its files; runs/NAME by default") Path output,
        @Doc(value = "plugin jars, and folders of them, to load besides", existingPath = true)
                List<Path> plugins,
        @Doc(value = "the parts of the model", required = true) ModelSection model,
        @Doc("training data, mixed by the weights of its tasks") List<DataEntry> data,
        @Doc(
                        "multiplies each task's weight by the T-th root of its number of samples: 1"
                                + " draws every sample of the data as often, higher values make"
                                + " small sets count more; only weights count when left out")
                Double temperature,
        @Doc("data to evaluate on, never trained on") List<DataEntry> evaluation,
        @Doc("settings of tasks by name; a task that is only named in data has its" + " defaults")
                Map<String, Spec<TaskFormatter<?>>> tasks,
        @Doc("device, precision, threads") RuntimeSection runtime,
        @Doc("who else is told the figures of the run") List<Spec<Tracker>> trackers,
        @Doc("what is done, in order") List<StageEntry> stages) {

    /** Defaults and checks. */
    public Recipe {
        Check.required(name, "name");
        if (!name.matches("[a-z0-9]+([-_.][a-z0-9]+)*")) {
            throw new InvalidValueException(
                    "name", "is '" + name + "', expected lower-case words joined by - or _");
        }
        seed = Check.orDefault(seed, 0L);
        output = Check.orDefault(output, Path.of("runs", name));
        plugins = Check.orDefault(plugins, List.of());
        data = Check.orDefault(data, List.of());
        temperature = Check.between(temperature, null, 1e-3, 1e3, "temperature");
        checkRepeats(data, temperature);
        evaluation = Check.orDefault(evaluation, List.of());
        tasks = Check.orDefault(tasks, Map.of());
        runtime = Check.orDefault(runtime, RuntimeSection.DEFAULT);
        trackers = Check.orDefault(trackers, List.of());
        stages = Check.orDefault(stages, List.of());
        checkStages(stages);
    }

    /** The same with tasks resolved. */
    Recipe withTasks(Map<String, Spec<TaskFormatter<?>>> resolved) {
        return new Recipe(
                name,
                seed,
                output,
                plugins,
                model,
                data,
                temperature,
                evaluation,
                resolved,
                runtime,
                trackers,
                stages);
    }

    /** The same with other stages. */
    public Recipe withStages(List<StageEntry> others) {
        return new Recipe(
                name,
                seed,
                output,
                plugins,
                model,
                data,
                temperature,
                evaluation,
                tasks,
                runtime,
                trackers,
                others);
    }

    private static void checkRepeats(List<DataEntry> data, Double temperature) {
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).repeats() != null && temperature == null) {
                throw new InvalidValueException(
                        "data." + i + ".repeats",
                        "has no effect without temperature, expected `temperature: 1` beside data");
            }
        }
    }

    private static void checkStages(List<StageEntry> stages) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            String name = stages.get(i).name();
            String after = stages.get(i).after();
            if (after != null && !names.contains(after)) {
                throw new InvalidValueException(
                        "stages." + i + ".after",
                        "is '" + after + "', expected the name of an earlier stage",
                        List.copyOf(names),
                        after);
            }
            if (!names.add(name)) {
                throw new InvalidValueException(
                        "stages." + i,
                        "is a second stage named '" + name + "', expected names that differ");
            }
        }
    }
}
