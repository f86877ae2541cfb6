package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hands out the keys of one mapping and remembers which were asked for. */
final class KeyReader {
    private final Mapping mapping;
    private final Set<String> known = new HashSet<>();
    private boolean openEnded;

    KeyReader(Mapping mapping) {
        this.mapping = mapping;
    }

    Mapping mapping() {
        return mapping;
    }

    /** The value of a key; null when it is absent or empty. */
    RecipeNode take(String key) {
        known.add(key);
        RecipeNode value = mapping.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** Not all keys could be known, so none is called unknown. */
    void openEnded() {
        openEnded = true;
    }

    /** Reports every key that nobody asked for. */
    void reportUnknown(RecipeProblems problems) {
        if (openEnded) {
            return;
        }
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                Place place = entry.getValue().key();
                problems.add(
                        ErrorCode.UNKNOWN_KEY,
                        place,
                        "no such key.",
                        hint(entry.getKey(), free(place.source())));
            }
        }
    }

    /**
     * What a key may have been meant to be: keys that the same file or override gives already are
     * not it.
     */
    private List<String> free(RecipeSource source) {
        return known.stream()
                .filter(
                        key -> {
                            Entry given = mapping.entries().get(key);
                            return given == null || !given.key().source().equals(source);
                        })
                .toList();
    }

    private String hint(String key, List<String> free) {
        String near = NearestName.question(key, free);
        if (!near.isEmpty() || known.size() > 12) {
            return near;
        }
        return known.isEmpty()
                ? "No keys are known here."
                : "Known: " + String.join(", ", known.stream().sorted().toList()) + ".";
    }
}
