package dev.imago.runtime.run;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Sample;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.model.Model;
import dev.imago.api.train.Optimizer;
import dev.imago.api.train.Training;
import dev.imago.runtime.data.Lane;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.data.Preflight;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.recipe.NamedTasks;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.StageEntry;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.train.TrainStageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Looks for what is wrong with a recipe beyond its keys: parts that don't fit together, globs that
 * train nothing, samples that don't become sequences. Declares the model, but loads no weights, and
 * leaves no files.
 */
public final class RecipeCheck {
    private static final int SAMPLES = 8;
    private static final int ANY_LENGTH = 1 << 20;

    private final Recipe recipe;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private RecipeCheck(Recipe recipe) {
        this.recipe = recipe;
    }

    /**
     * Something that is as it should be.
     *
     * @param what was looked at
     * @param found in a few words
     */
    public record Finding(String what, String found) {}

    /**
     * Checks a recipe whose keys are bound.
     *
     * @return what was found to be right
     * @throws ImagoException with all problems
     */
    public static List<Finding> of(RecipeLoader.Opened opened) {
        RecipeCheck check = new RecipeCheck(opened.recipe());
        check.all(opened);
        if (!check.problems.isEmpty()) {
            throw new ImagoException(check.problems);
        }
        return List.copyOf(check.findings);
    }

    private void all(RecipeLoader.Opened opened) {
        List<String> stages = recipe.stages().stream().map(StageEntry::name).toList();
        new StageGraph(recipe);
        found("stages", stages.isEmpty() ? "none" : String.join(", ", stages));
        try (RuntimeSession runtime = RuntimeSession.open(recipe.runtime(), opened.registry());
                ModelSession session = new ModelSession(runtime, recipe.model())) {
            long numbers =
                    session.store().parameters().stream().mapToLong(p -> p.shape().size()).sum();
            found("model", String.format(Locale.ROOT, "%,d parameters in parts that fit", numbers));
            try {
                session.check();
            } catch (ImagoException e) {
                add(e);
            }
            problems.addAll(TrainedParts.problems(opened, session, runtime.factory()));
            problems.addAll(NamedTasks.problems(opened));
            recipe.stages().forEach(stage -> training(stage, runtime, session));
            RunFolder folder = new RunFolder(recipe.output());
            RunData data = new RunData(recipe, runtime.factory(), folder.skipped());
            if (!recipe.data().isEmpty()) {
                data(session.live().model(), () -> data.mixture());
            }
            if (!recipe.evaluation().isEmpty()) {
                data(session.live().model(), data::evaluation);
            }
        }
    }

    private void training(StageEntry stage, RuntimeSession runtime, ModelSession session) {
        Record config = stage.stage().config();
        Training.Settings settings = StageSettings.of(config).orElse(null);
        if (settings == null) {
            return;
        }
        Optimizer optimizer = runtime.factory().create(settings.optimizer());
        String rate =
                String.format(
                        Locale.ROOT,
                        "%,d steps of %,d examples at learning rate %.3g",
                        settings.steps(),
                        settings.batchSize(),
                        optimizer.learningRate() * settings.rateFactor());
        if (config instanceof TrainStageConfig train) {
            long count = TrainedParts.count(train, session.store());
            rate = String.format(Locale.ROOT, "trains %,d parameters, %s", count, rate);
        }
        found("stage " + stage.name(), rate);
    }

    private void data(Model model, Supplier<Mixture> open) {
        try {
            Mixture mixture = open.get();
            problems.addAll(new Preflight(model, SAMPLES).check(mixture));
            SequenceBuilder sequences =
                    new SequenceBuilder(
                            model.tokenizer(),
                            model.template(),
                            model.visual().tokens(),
                            ANY_LENGTH);
            mixture.lanes().forEach(lane -> first(lane, sequences));
        } catch (ImagoException e) {
            add(e);
        }
    }

    private <S extends Sample> void first(Lane<S> lane, SequenceBuilder sequences) {
        try {
            Conversation conversation =
                    lane.formatter().conversation(lane.samples().get(0), new SplittableRandom(0));
            conversation.images().forEach(image -> image.load());
            Sequence sequence = sequences.training(conversation);
            found(
                    lane.name(),
                    String.format(
                            Locale.ROOT,
                            "%,d samples; the first has %d positions, %d images, learns %d tokens"
                                    + " and %d images",
                            lane.samples().size(),
                            sequence.length(),
                            sequence.spans().size(),
                            sequence.learnedTokens(),
                            sequence.learnedImages()));
        } catch (ImagoException e) {
            add(e);
        }
    }

    private void found(String what, String text) {
        findings.add(new Finding(what, text));
    }

    /** One mistake may be met by several looks; it is told once. */
    private void add(ImagoException failure) {
        failure.problems().stream().filter(p -> !problems.contains(p)).forEach(problems::add);
    }
}
