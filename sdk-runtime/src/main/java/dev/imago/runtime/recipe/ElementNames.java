package dev.imago.runtime.recipe;

import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.util.List;

/** How the elements of a list are named: by index, or by their {@code name} or {@code type}. */
final class ElementNames {
    private ElementNames() {}

    /** The index of a named element; -1 when there is none. */
    static int indexOf(Sequence list, String step) {
        if (step.matches("\\d{1,6}")) {
            int index = Integer.parseInt(step);
            return index < list.items().size() ? index : -1;
        }
        return of(list).indexOf(step);
    }

    /** What could have been named. */
    static String expected(Sequence list) {
        String indices =
                list.items().isEmpty() ? "no element" : "0 to " + (list.items().size() - 1);
        List<String> names = of(list).stream().filter(name -> !name.isEmpty()).toList();
        return names.isEmpty() ? indices : indices + ", or " + String.join(", ", names);
    }

    /** The name of each element; empty where it has none. */
    static List<String> of(Sequence list) {
        return list.items().stream().map(ElementNames::name).toList();
    }

    private static String name(RecipeNode item) {
        if (item instanceof Mapping mapping) {
            RecipeNode name =
                    mapping.get("name") == null ? mapping.get("type") : mapping.get("name");
            return name instanceof Scalar scalar ? scalar.text() : "";
        }
        return item instanceof Scalar scalar ? scalar.text() : "";
    }
}
