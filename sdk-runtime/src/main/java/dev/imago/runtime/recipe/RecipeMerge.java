package dev.imago.runtime.recipe;

import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import java.util.Map;

/**
 * Lays a recipe over the one it extends: mappings are merged key by key, lists and single values
 * replace. A component of another type replaces the base's, whose keys would mean nothing to it.
 */
final class RecipeMerge {
    private static final String TYPE = "type";

    private RecipeMerge() {}

    static Mapping merge(Mapping base, Mapping own) {
        Mapping merged = new Mapping(own.place(), base.entries());
        for (Map.Entry<String, Entry> entry : own.entries().entrySet()) {
            Entry above = entry.getValue();
            RecipeNode below = base.get(entry.getKey());
            merged =
                    merged.with(entry.getKey(), new Entry(above.key(), over(below, above.value())));
        }
        return merged;
    }

    private static RecipeNode over(RecipeNode below, RecipeNode above) {
        if (below instanceof Mapping base && above instanceof Mapping own) {
            return sameType(base, own) ? merge(base, own) : own;
        }
        return above;
    }

    private static boolean sameType(Mapping base, Mapping own) {
        return !(base.get(TYPE) instanceof Scalar baseType)
                || !(own.get(TYPE) instanceof Scalar ownType)
                || baseType.text().equals(ownType.text());
    }
}
