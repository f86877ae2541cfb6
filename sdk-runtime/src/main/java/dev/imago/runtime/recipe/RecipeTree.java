package dev.imago.runtime.recipe;

import java.nio.file.Path;

/**
 * A recipe as written, with {@code extends}, overrides and environment variables resolved, before
 * it is bound to records.
 *
 * @param file the recipe, as named by the user
 * @param root its keys
 */
public record RecipeTree(Path file, RecipeNode.Mapping root) {}
