package dev.imago.runtime.recipe;

import java.nio.file.Path;

/**
 * A recipe as written, with {@code extends}, overrides and environment variables resolved, before
 * it is bound to records.
 *
 * @param file the recipe, as named by the user
 * @param root its keys
 */
public record RecipeTree(Path file, RecipeNode.Mapping root) {
    /** Where a key of a stage stands; the stage's own place where the recipe leaves it out. */
    public String placeOfStageKey(int stage, String key) {
        RecipeNode entry = ((RecipeNode.Sequence) root.get("stages")).items().get(stage);
        RecipeNode value = entry instanceof RecipeNode.Mapping keys ? keys.get(key) : null;
        Place place = (value == null ? entry : value).place();
        boolean own = place.source().kind() == RecipeSource.Kind.RECIPE;
        return (own ? file + " " : "") + place;
    }
}
