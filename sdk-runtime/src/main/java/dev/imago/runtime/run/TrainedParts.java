package dev.imago.runtime.run;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.nn.Parameter;
import dev.imago.runtime.model.ModelAssembly;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.PartNames;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.RecipeTree;
import dev.imago.runtime.recipe.StageEntry;
import dev.imago.runtime.train.DecoderStageConfig;
import dev.imago.runtime.train.TrainStageConfig;
import dev.imago.runtime.train.TrainedDecoder;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What stages say that they train, looked up in the declared model: a glob that fits nothing, or a
 * decoder that does not learn so, in the last stage is told before the first one runs.
 */
final class TrainedParts {
    /** The frozen encoder's side, with its reducer and norm, and what renders pictures. */
    private static final List<String> APART =
            List.of("model.vision_tower.**", "model.vision_norm.**", ModelAssembly.decodersGlob());

    private static final String OBJECTIVE = "objective";

    private final RecipeTree tree;
    private final ParameterStore store;
    private final List<Problem> problems = new ArrayList<>();

    private TrainedParts(RecipeTree tree, ParameterStore store) {
        this.tree = tree;
        this.store = store;
    }

    /** Everything that is wrong with it. */
    static List<Problem> problems(
            RecipeLoader.Opened opened, ModelSession model, ComponentFactory factory) {
        TrainedParts parts = new TrainedParts(opened.tree(), model.store());
        List<StageEntry> stages = opened.recipe().stages();
        for (int s = 0; s < stages.size(); s++) {
            Record keys = stages.get(s).stage().config();
            if (keys instanceof TrainStageConfig config) {
                parts.check(config, s);
            } else if (keys instanceof DecoderStageConfig config) {
                TrainedDecoder decoder = new TrainedDecoder(config, stages.get(s).name());
                parts.check(() -> decoder.check(factory, model.live().model()), s);
            }
        }
        return parts.problems;
    }

    /**
     * Refuses what is wrong.
     *
     * @throws ImagoException with all problems
     */
    static void require(RecipeLoader.Opened opened, ModelSession model, ComponentFactory factory) {
        List<Problem> problems = problems(opened, model, factory);
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    /** How many numbers a stage trains. */
    static long count(TrainStageConfig config, ParameterStore store) {
        Set<Parameter> whole = new LinkedHashSet<>();
        config.trainable().stream()
                .filter(part -> !part.equals(PartNames.IMAGE_MARKS))
                .forEach(part -> whole.addAll(fitting(part, store)));
        long count = whole.stream().mapToLong(parameter -> parameter.shape().size()).sum();
        if (config.trainable().contains(PartNames.IMAGE_MARKS)) {
            count +=
                    fitting(PartNames.IMAGE_MARKS, store).stream()
                            .filter(table -> !whole.contains(table))
                            .mapToLong(table -> 2 * table.shape().get(1))
                            .sum();
        }
        return count;
    }

    private void check(TrainStageConfig config, int stage) {
        Set<Parameter> trained = new LinkedHashSet<>();
        for (String part : config.trainable()) {
            List<? extends Parameter> found = found(part, stage, "trainable");
            if (!found.isEmpty() && found.stream().allMatch(one -> apart(one.name()))) {
                fixed(part, stage);
            }
            trained.addAll(found);
        }
        for (String part : config.rates().keySet()) {
            found(part, stage, "rates").stream()
                    .filter(parameter -> !trained.contains(parameter))
                    .findFirst()
                    .ifPresent(parameter -> frozen(part, stage, parameter));
        }
    }

    /** Keys of an objective are told by where the stage has it. */
    private void check(Runnable decoder, int stage) {
        try {
            decoder.run();
        } catch (ImagoException e) {
            for (Problem problem : e.problems()) {
                boolean own = (problem.place() + ".").startsWith(OBJECTIVE + ".");
                String place =
                        own
                                ? tree.placeOfStageKey(stage, OBJECTIVE)
                                        + problem.place().substring(OBJECTIVE.length())
                                : problem.place();
                problems.add(new Problem(problem.code(), place, problem.message(), problem.hint()));
            }
        }
    }

    private List<? extends Parameter> found(String part, int stage, String key) {
        List<? extends Parameter> fitting = fitting(part, store);
        if (fitting.isEmpty()) {
            List<String> names = new ArrayList<>(PartNames.all());
            store.parameters().forEach(parameter -> names.add(parameter.name()));
            problems.add(
                    new Problem(
                            ErrorCode.NOTHING_TRAINABLE,
                            tree.placeOfStageKey(stage, key),
                            "'" + part + "' fits no parameter.",
                            NearestName.question(part, names)));
        }
        return fitting;
    }

    /** Whether a parameter has no part in what a train stage computes the loss of. */
    private static boolean apart(String name) {
        return APART.stream().anyMatch(part -> NameGlob.of(part).matches(name));
    }

    private void fixed(String part, int stage) {
        problems.add(
                new Problem(
                        ErrorCode.NOTHING_TRAINABLE,
                        tree.placeOfStageKey(stage, "trainable"),
                        "'"
                                + part
                                + "' is nothing that a train stage trains: what the encoder makes of"
                                + " pictures stays as it is, and no decoder takes part.",
                        "Expected connector, backbone, heads, text_head, vision_head, adapters,"
                                + " image_marks or globs in them; decoders have train-decoder."));
    }

    /** Only what is trainable can have a rate: no key but trainable says what is trained. */
    private void frozen(String part, int stage, Parameter parameter) {
        problems.add(
                new Problem(
                        ErrorCode.INVALID_VALUE,
                        tree.placeOfStageKey(stage, "rates") + "." + part,
                        "is a rate for " + parameter.name() + ", which trainable leaves frozen.",
                        ""));
    }

    private static List<? extends Parameter> fitting(String part, ParameterStore store) {
        NameGlob glob = NameGlob.of(PartNames.glob(part));
        return store.parameters().stream().filter(one -> glob.matches(one.name())).toList();
    }
}
