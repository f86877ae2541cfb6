package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Form;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}} and {@code ${env:NAME:-default}} in the texts of a recipe. */
final class EnvironmentVariables {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}");

    private final Map<String, String> environment;
    private final RecipeProblems problems;

    EnvironmentVariables(Map<String, String> environment, RecipeProblems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    RecipeNode resolve(RecipeNode node) {
        if (node instanceof Mapping mapping) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            mapping.entries()
                    .forEach(
                            (key, entry) ->
                                    entries.put(
                                            key, new Entry(entry.key(), resolve(entry.value()))));
            return new Mapping(mapping.place(), entries);
        }
        if (node instanceof Sequence list) {
            return new Sequence(list.place(), list.items().stream().map(this::resolve).toList());
        }
        return node instanceof Scalar scalar && scalar.isText() ? replaced(scalar) : node;
    }

    private Scalar replaced(Scalar scalar) {
        int before = problems.count();
        String text =
                VARIABLE.matcher(scalar.text())
                        .replaceAll(found -> Matcher.quoteReplacement(value(scalar, found)));
        Form form = problems.count() > before ? Form.UNRESOLVED : scalar.form();
        return new Scalar(scalar.place(), form, text);
    }

    private String value(Scalar scalar, MatchResult found) {
        String name = found.group(1);
        String value = environment.getOrDefault(name, found.group(2));
        if (value == null) {
            problems.add(
                    ErrorCode.UNSET_VARIABLE,
                    scalar.place(),
                    "the environment variable " + name + " is not set.",
                    "Set it, or give a default: ${env:" + name + ":-default}.");
            return "";
        }
        return value;
    }
}
