package dev.imago.runtime.run;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Model;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.data.Preflight;
import dev.imago.runtime.inspect.DataSet;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.sequence.TooLong;
import dev.imago.runtime.train.TrainStageConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A recipe's data sets, with what turns their samples into sequences, for looking at them. Declares
 * the model, but loads no weights.
 */
public final class RecipeData implements AutoCloseable {
    private final Recipe recipe;
    private final RuntimeSession runtime;
    private final ModelSession session;
    private final List<DataSet> sets = new ArrayList<>();

    /**
     * @param opened a recipe whose keys are bound; stays the caller's to close
     * @throws ImagoException when a source can't be opened, or the recipe has none
     */
    public RecipeData(RecipeLoader.Opened opened) {
        recipe = opened.recipe();
        if (recipe.data().isEmpty() && recipe.evaluation().isEmpty()) {
            throw new ImagoException(
                    ErrorCode.MISSING_KEY, "data", "is missing, expected at least one source");
        }
        runtime = RuntimeSession.open(recipe.runtime(), opened.registry());
        try {
            session = new ModelSession(runtime, recipe.model());
            openSets();
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    private void openSets() {
        Path skipped = new RunFolder(recipe.output()).skipped();
        RunData data = new RunData(recipe, runtime.factory(), skipped);
        if (!recipe.data().isEmpty()) {
            add(data.mixture(), false);
        }
        if (!recipe.evaluation().isEmpty()) {
            add(data.evaluation(), true);
        }
    }

    private void add(Mixture mixture, boolean evaluation) {
        for (int number = 0; number < mixture.lanes().size(); number++) {
            String task = mixture.lanes().get(number).task();
            sets.add(new DataSet(mixture, number, evaluation, sequences(task, evaluation)));
        }
    }

    /** As the strictest stage that trains on a task builds them. */
    private SequenceBuilder sequences(String task, boolean evaluation) {
        Optional<TrainStageConfig> strictest =
                recipe.stages().stream()
                        .map(stage -> stage.stage().config())
                        .filter(TrainStageConfig.class::isInstance)
                        .map(TrainStageConfig.class::cast)
                        .filter(stage -> stage.tasks().isEmpty() || stage.tasks().containsKey(task))
                        .min(Comparator.comparing(TrainStageConfig::maxLength));
        return evaluation || strictest.isEmpty()
                ? sequences(Integer.MAX_VALUE, TooLong.CUT)
                : sequences(
                        strictest.get().maxLength(model().backbone()), strictest.get().tooLong());
    }

    private SequenceBuilder sequences(int maxLength, TooLong tooLong) {
        int tokens = model().visual().tokens();
        return new SequenceBuilder(
                model().tokenizer(), model().template(), tokens, maxLength, tooLong);
    }

    /** In the recipe's order, what is trained on first. */
    public List<DataSet> sets() {
        return List.copyOf(sets);
    }

    /** The model's parts. */
    public Model model() {
        return session.live().model();
    }

    /** Checks single conversations. */
    public Preflight preflight() {
        return new Preflight(model(), 0);
    }

    /** The recipe. */
    public Recipe recipe() {
        return recipe;
    }

    @Override
    public void close() {
        session.close();
        runtime.close();
    }
}
