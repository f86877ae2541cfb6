package dev.imago.runtime.run;

import dev.imago.api.data.Sample;
import dev.imago.api.data.Source;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.data.BadSamples;
import dev.imago.runtime.data.Lane;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.data.MixtureWeights;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.recipe.DataEntry;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.train.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The recipe's data, opened once each. */
final class RunData implements TrainingData {
    private final Recipe recipe;
    private final ComponentFactory factory;
    private final MixtureWeights weights;
    private final Path skipped;
    private final Consumer<String> told;
    private final Map<DataEntry, Source> sources = new IdentityHashMap<>();
    private final Set<String> opened = new HashSet<>();

    /** As below; nobody is told what lanes leave out. */
    RunData(Recipe recipe, ComponentFactory factory, Path skipped) {
        this(recipe, factory, skipped, line -> {});
    }

    /**
     * @param skipped {@code skipped.jsonl}
     * @param told hears once of each lane that leaves records of its source out
     */
    RunData(Recipe recipe, ComponentFactory factory, Path skipped, Consumer<String> told) {
        this.told = told;
        this.recipe = recipe;
        this.factory = factory;
        this.weights = new MixtureWeights(recipe.temperature());
        this.skipped = skipped;
    }

    @Override
    public Mixture mixture(Map<String, Double> tasks, Map<String, Long> maxSamples) {
        return mixture("data", recipe.data(), tasks, maxSamples);
    }

    /** What is evaluated on. */
    Mixture evaluation() {
        return mixture("evaluation", recipe.evaluation(), Map.of(), Map.of());
    }

    /** The formatter of a task. */
    TaskFormatter<?> formatter(String task) {
        Spec<TaskFormatter<?>> spec = recipe.tasks().get(task);
        if (spec == null) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "tasks",
                    "has no task '" + task + "', expected one of " + recipe.tasks().keySet());
        }
        return factory.create(spec);
    }

    /** The formatter of a task that has to take a shape of sample. */
    <S extends Sample> TaskFormatter<S> formatter(String task, Class<S> type) {
        TaskFormatter<?> formatter = formatter(task);
        if (formatter.sampleType() != type) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "tasks." + task,
                    "takes "
                            + formatter.sampleType().getSimpleName()
                            + ", expected "
                            + type.getSimpleName());
        }
        @SuppressWarnings("unchecked") // it says so itself
        TaskFormatter<S> typed = (TaskFormatter<S>) formatter;
        return typed;
    }

    private Mixture mixture(
            String section,
            List<DataEntry> entries,
            Map<String, Double> tasks,
            Map<String, Long> maxSamples) {
        List<Lane<?>> lanes = new ArrayList<>();
        for (int e = 0; e < entries.size(); e++) {
            DataEntry entry = entries.get(e);
            for (Map.Entry<String, Double> task : entry.tasks().entrySet()) {
                Double weight = tasks.isEmpty() ? task.getValue() : tasks.get(task.getKey());
                if (weight != null) {
                    Long most = maxSamples.get(task.getKey());
                    lanes.add(lane(section + "." + e, entry, task.getKey(), weight, most));
                }
            }
        }
        BadSamples bad = new BadSamples(recipe.runtime().badSampleRate(), lanes, skipped);
        return new Mixture(lanes, recipe.seed(), bad);
    }

    private Lane<?> lane(String place, DataEntry entry, String task, double weight, Long most) {
        TaskFormatter<?> formatter = factory.create(recipe.tasks().get(task));
        Source source = sources.computeIfAbsent(entry, e -> factory.create(e.source()));
        String name = place + " (" + entry.source().type() + ") " + task;
        Lane<?> lane =
                Lane.open(name, task, formatter, source, weight)
                        .capped(least(entry.maxSamples(), most), recipe.seed());
        if (opened.add(name)) {
            lane.leftOut().ifPresent(line -> told.accept("  " + line));
        }
        double repeats = entry.repeats() == null ? 1 : entry.repeats();
        return lane.weighing(weights.weight(weight, lane.samples().size(), repeats));
    }

    /** The smaller of two limits, of which either may be null for none. */
    private static Long least(Long one, Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(Math.min(one, other));
    }
}
