package dev.imago.runtime.recipe;

import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Form;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keys of a published config as nodes of a recipe, so that they are bound and refused alike. */
final class PublishedKeys {
    private final RecipeSource source;

    PublishedKeys(Path file) {
        source = RecipeSource.published(file);
    }

    /** The keys that are known. */
    Mapping mapping(Map<String, Object> published, Set<String> known) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        published.forEach(
                (key, value) -> {
                    if (known.contains(key)) {
                        entries.put(key, new Entry(place(key), node(key, value)));
                    }
                });
        return new Mapping(place(""), entries);
    }

    Place place(String path) {
        return new Place(source, 1, 1, path);
    }

    private RecipeNode node(String path, Object value) {
        Place place = place(path);
        if (value instanceof Map<?, ?> map) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            map.forEach(
                    (key, inner) -> {
                        String below = path + "." + key;
                        entries.put(key.toString(), new Entry(place(below), node(below, inner)));
                    });
            return new Mapping(place, entries);
        }
        if (value instanceof List<?> list) {
            List<RecipeNode> items = new ArrayList<>();
            list.forEach(item -> items.add(node(path + "." + items.size(), item)));
            return new Sequence(place, items);
        }
        return new Scalar(place, form(value), value == null ? "" : value.toString());
    }

    private static Form form(Object value) {
        if (value == null) {
            return Form.NULL;
        }
        if (value instanceof Boolean) {
            return Form.BOOLEAN;
        }
        if (value instanceof Float || value instanceof Double) {
            return Form.DECIMAL;
        }
        return value instanceof Number ? Form.INTEGER : Form.QUOTED;
    }
}
