package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Form;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code key.path=value}. A list's element is named by its index or by its {@code name} or
 * {@code type}; a key with dots in it stands in double quotes. Keys that don't stand in the recipe
 * are added; whether they exist is told when they are bound.
 */
final class RecipeOverride {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "((?:\"[^\"]+\"|[^\"=.]+)(?:\\.(?:\"[^\"]+\"|[^\"=.]+))*)=(.*)",
                    Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("\"([^\"]+)\"|([^\".]+)");

    private final RecipeSource source;
    private final RecipeProblems problems;
    private final RecipeNode value;

    private RecipeOverride(RecipeSource source, RecipeNode value, RecipeProblems problems) {
        this.source = source;
        this.value = value;
        this.problems = problems;
    }

    /** The recipe with the override applied, or as it was where the override is wrong. */
    static Mapping apply(Mapping root, String text, int index, RecipeProblems problems) {
        RecipeSource source = RecipeSource.override(text, index);
        Matcher shape = SHAPE.matcher(text.strip());
        if (!shape.matches()) {
            problems.add(
                    ErrorCode.USAGE,
                    new Place(source, 1, 1, ""),
                    "expected key.path=value.",
                    "For example runtime.threads=2.");
            return root;
        }
        List<String> steps = steps(shape.group(1));
        RecipeNode value =
                YamlParser.parse(source, shape.group(2), String.join(".", steps), problems);
        return (Mapping) new RecipeOverride(source, value, problems).set(root, "", steps);
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        for (Matcher step = STEP.matcher(path); step.find(); ) {
            steps.add(step.group(1) != null ? step.group(1) : step.group(2).strip());
        }
        return steps;
    }

    private RecipeNode set(RecipeNode node, String path, List<String> steps) {
        if (steps.isEmpty()) {
            return value;
        }
        if (node instanceof Sequence list) {
            return setInList(list, path, steps);
        }
        String key = steps.get(0);
        Mapping mapping = asMapping(node, path);
        Place here = here(path).child(key);
        Entry before = mapping.entries().get(key);
        RecipeNode below = before == null ? RecipeReader.nothing(here) : before.value();
        RecipeNode changed = set(below, here.path(), steps.subList(1, steps.size()));
        boolean replaced = before == null || steps.size() == 1;
        return mapping.with(key, new Entry(replaced ? here : before.key(), changed));
    }

    private RecipeNode setInList(Sequence list, String path, List<String> steps) {
        int index = ElementNames.indexOf(list, steps.get(0));
        if (index < 0) {
            problems.add(
                    ErrorCode.UNKNOWN_KEY,
                    here(path),
                    "has no element '"
                            + steps.get(0)
                            + "', expected "
                            + ElementNames.expected(list)
                            + ".",
                    NearestName.question(steps.get(0), ElementNames.of(list)));
            return list;
        }
        List<RecipeNode> items = new ArrayList<>(list.items());
        String below = here(path).childPath(Integer.toString(index));
        items.set(index, set(items.get(index), below, steps.subList(1, steps.size())));
        return new Sequence(list.place(), items);
    }

    /** {@code normalize: l2} with an override of {@code normalize.eps} becomes a mapping. */
    private Mapping asMapping(RecipeNode node, String path) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        Mapping empty = new Mapping(here(path), Map.of());
        boolean word = node instanceof Scalar scalar && scalar.form() == Form.PLAIN;
        return word ? empty.with("type", new Entry(node.place().child("type"), node)) : empty;
    }

    private Place here(String path) {
        return new Place(source, 1, 1, path);
    }
}
