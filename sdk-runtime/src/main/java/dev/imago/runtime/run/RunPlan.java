package dev.imago.runtime.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Optimizer;
import dev.imago.api.train.Training;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.PartNames;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.recipe.NamedTasks;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.StageEntry;
import dev.imago.runtime.train.TrainStageConfig;
import dev.imago.runtime.weights.ParameterGroup;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a recipe would train and need, told from the declared model: no weights are loaded.
 *
 * @param parameters of the model by group, nothing trained
 * @param precision of weights and activations
 * @param weightBytes of the model
 * @param workers that share a batch
 * @param stages in order
 */
public record RunPlan(
        List<ParameterGroup> parameters,
        Precision precision,
        long weightBytes,
        int workers,
        List<StagePlan> stages) {
    /** Numbers a layer keeps for backward for each position and unit of width, by experience. */
    private static final long KEPT_BY_LAYER = 20;

    /** Plans a recipe. Opens the engine; changes nothing. */
    public static RunPlan of(RecipeLoader.Opened opened) {
        try (RuntimeSession runtime =
                        RuntimeSession.open(opened.recipe().runtime(), opened.registry());
                ModelSession model = new ModelSession(runtime, opened.recipe().model())) {
            TrainedParts.require(opened, model, runtime.factory());
            NamedTasks.require(opened);
            int workers = WorkerCount.choose(opened.recipe().runtime(), runtime, model).workers();
            List<StagePlan> stages = new ArrayList<>();
            for (StageEntry entry : opened.recipe().stages()) {
                stages.add(stage(entry, runtime, model, workers));
            }
            ParameterStore store = model.store();
            store.trainOnly(List.of());
            return new RunPlan(
                    store.groups(),
                    runtime.precision(),
                    numbers(store.groups()) * runtime.precision().bytes(),
                    workers,
                    List.copyOf(stages));
        }
    }

    private static StagePlan stage(
            StageEntry entry, RuntimeSession runtime, ModelSession model, int workers) {
        Record config = entry.stage().config();
        Training.Settings settings = StageSettings.of(config).orElse(null);
        String type = entry.stage().type();
        if (settings == null) {
            return new StagePlan(entry.name(), type, 0, 0, 0, List.of(), 0, 0, 0);
        }
        List<ParameterGroup> groups = List.of();
        long trained = 0;
        List<Parameter> parameters = List.of();
        if (config instanceof TrainStageConfig train) {
            model.store().trainOnly(globs(train));
            groups = model.store().groups();
            parameters = model.store().trainable();
            trained = groups.stream().mapToLong(ParameterGroup::trainable).sum();
        }
        Optimizer optimizer = runtime.factory().create(settings.optimizer());
        int bytes = runtime.precision().bytes();
        Backbone backbone = model.live().model().backbone();
        return new StagePlan(
                entry.name(),
                type,
                settings.steps(),
                settings.batchSize(),
                optimizer.learningRate() * settings.rateFactor(),
                groups,
                trained * bytes * workers,
                stateBytes(runtime, optimizer, parameters),
                1000L * kept(config, backbone.depth()) * backbone.width() * bytes);
    }

    /** Arrays of the backbone's width for each position. */
    private static long kept(Object config, int depth) {
        boolean recomputed = config instanceof TrainStageConfig train && train.recompute();
        return recomputed ? depth + KEPT_BY_LAYER : KEPT_BY_LAYER * depth;
    }

    private static Set<String> globs(TrainStageConfig config) {
        Set<String> globs = new LinkedHashSet<>();
        config.trainable().forEach(part -> globs.add(PartNames.glob(part)));
        config.rates().keySet().forEach(part -> globs.add(PartNames.glob(part)));
        return globs;
    }

    /** What the optimizer keeps of what is trained. */
    private static long stateBytes(
            RuntimeSession runtime, Optimizer optimizer, List<Parameter> trained) {
        Map<String, Long> numbers = new HashMap<>();
        for (Parameter parameter : trained) {
            String rule = optimizer.rule(parameter.name(), parameter.shape());
            numbers.merge(rule, parameter.shape().size(), Long::sum);
        }
        return numbers.entrySet().stream()
                .mapToLong(rule -> rule.getValue() * stateBytes(runtime, optimizer, rule.getKey()))
                .sum();
    }

    /** Of one number that a rule steps, measured. */
    private static long stateBytes(RuntimeSession runtime, Optimizer optimizer, String rule) {
        try (NDManager scope = runtime.manager().newSubManager();
                Autograd.Scope off = Autograd.off()) {
            NDArray one = runtime.ops().cast(scope.zeros(new Shape(1)), runtime.precision());
            NDList state = optimizer.newState(scope, rule, one);
            return state.stream().mapToLong(array -> Precision.of(array).bytes()).sum();
        }
    }

    private static long numbers(List<ParameterGroup> groups) {
        return groups.stream().mapToLong(ParameterGroup::parameters).sum();
    }
}
