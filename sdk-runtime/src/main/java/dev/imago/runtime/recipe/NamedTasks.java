package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tasks that stages name, looked up in the recipe's data: one that no data has would be left
 * out of what is trained on without a word, or end a stage after hours.
 */
public final class NamedTasks {
    private final RecipeTree tree;
    private final Map<Doc.Tasks, Set<String>> known;
    private final List<Problem> problems = new ArrayList<>();

    private NamedTasks(RecipeTree tree, Recipe recipe) {
        this.tree = tree;
        known =
                Map.of(
                        Doc.Tasks.DATA, tasks(recipe.data()),
                        Doc.Tasks.EVALUATION, tasks(recipe.evaluation()),
                        Doc.Tasks.RECIPE, recipe.tasks().keySet());
    }

    private static Set<String> tasks(List<DataEntry> entries) {
        Set<String> tasks = new TreeSet<>();
        entries.forEach(entry -> tasks.addAll(entry.tasks().keySet()));
        return tasks;
    }

    /** Everything that is wrong with them. */
    public static List<Problem> problems(RecipeLoader.Opened opened) {
        NamedTasks tasks = new NamedTasks(opened.tree(), opened.recipe());
        for (int s = 0; s < opened.recipe().stages().size(); s++) {
            tasks.below(opened.recipe().stages().get(s).stage().config(), s, null);
        }
        return tasks.problems;
    }

    /**
     * Refuses what is wrong.
     *
     * @throws ImagoException with all problems
     */
    public static void require(RecipeLoader.Opened opened) {
        List<Problem> problems = problems(opened);
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    /**
     * @param key of the stage that it is below; null for the stage's own keys
     */
    private void below(Object value, int stage, String key) {
        if (value instanceof Spec<?> spec) {
            below(spec.config(), stage, key);
        } else if (value instanceof Collection<?> all) {
            all.forEach(one -> below(one, stage, key));
        } else if (value instanceof Record config) {
            List<RecordKey> keys = RecordShape.of(config.getClass()).keys();
            List<Object> values = RecordShape.values(config);
            for (int i = 0; i < values.size(); i++) {
                look(keys.get(i), values.get(i), stage, key == null ? keys.get(i).name() : key);
            }
        }
    }

    private void look(RecordKey own, Object value, int stage, String key) {
        if (own.tasks() == Doc.Tasks.NONE) {
            below(value, stage, key);
        } else {
            names(value).forEach(name -> check(name, own.tasks(), stage, key));
        }
    }

    private static Collection<?> names(Object value) {
        if (value instanceof Map<?, ?> weights) {
            return weights.keySet();
        }
        if (value instanceof Collection<?> all) {
            return all;
        }
        return value == null ? List.of() : List.of(value);
    }

    private void check(Object name, Doc.Tasks section, int stage, String key) {
        Set<String> tasks = known.get(section);
        if (!tasks.contains(name)) {
            problems.add(
                    new Problem(
                            ErrorCode.INVALID_VALUE,
                            tree.placeOfStageKey(stage, key),
                            "'" + name + "' is no task of " + section.place() + ".",
                            NearestName.question(name.toString(), tasks)));
        }
    }
}
