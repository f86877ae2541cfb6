package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lays a recipe over the one it extends: mappings are merged key by key, lists and single values
 * replace. A component of another type replaces the base's, whose keys would mean nothing to it. A
 * mapping over a list changes the elements it names and leaves the others.
 */
final class RecipeMerge {
    private static final String TYPE = "type";

    private final RecipeProblems problems;

    RecipeMerge(RecipeProblems problems) {
        this.problems = problems;
    }

    Mapping merge(Mapping base, Mapping own) {
        Mapping merged = new Mapping(own.place(), base.entries());
        for (Map.Entry<String, Entry> entry : own.entries().entrySet()) {
            Entry above = entry.getValue();
            RecipeNode below = base.get(entry.getKey());
            merged =
                    merged.with(entry.getKey(), new Entry(above.key(), over(below, above.value())));
        }
        return merged;
    }

    private RecipeNode over(RecipeNode below, RecipeNode above) {
        if (below instanceof Mapping base && above instanceof Mapping own) {
            return sameType(base, own) ? merge(base, own) : own;
        }
        if (below instanceof Sequence base && above instanceof Mapping own) {
            return elements(base, own);
        }
        return above;
    }

    private Sequence elements(Sequence base, Mapping own) {
        List<RecipeNode> items = new ArrayList<>(base.items());
        own.entries()
                .forEach(
                        (name, entry) -> {
                            int index = ElementNames.indexOf(base, name);
                            if (index < 0) {
                                unknown(base, name, entry.key());
                            } else {
                                items.set(index, over(items.get(index), entry.value()));
                            }
                        });
        return new Sequence(own.place(), items);
    }

    private void unknown(Sequence base, String name, Place place) {
        problems.add(
                ErrorCode.UNKNOWN_KEY,
                place,
                "names no element of the list it changes, expected "
                        + ElementNames.expected(base)
                        + ".",
                NearestName.question(name, ElementNames.of(base)));
    }

    private static boolean sameType(Mapping base, Mapping own) {
        return !(base.get(TYPE) instanceof Scalar baseType)
                || !(own.get(TYPE) instanceof Scalar ownType)
                || baseType.text().equals(ownType.text());
    }
}
