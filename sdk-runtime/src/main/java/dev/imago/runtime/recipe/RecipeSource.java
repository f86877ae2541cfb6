package dev.imago.runtime.recipe;

import java.nio.file.Path;

/**
 * Where a part of a recipe was written.
 *
 * @param kind the recipe itself, the recipe it extends, a published config, or the command line
 * @param name as shown in problems: the file, or the override as typed
 * @param folder against which relative paths are tried first; null on the command line
 * @param order problems are told in this order, then by line
 */
public record RecipeSource(Kind kind, String name, Path folder, int order) {
    /** What was written. */
    public enum Kind {
        /** The recipe that was asked for; its name stands once, above all problems. */
        RECIPE,
        /** The recipe that it extends. */
        BASE,
        /** The {@code config.json} of a published model. */
        PUBLISHED,
        /** A {@code key.path=value} of the command line. */
        OVERRIDE
    }

    static RecipeSource recipe(Path file) {
        return new RecipeSource(Kind.RECIPE, file.toString(), folderOf(file), 0);
    }

    static RecipeSource base(Path file) {
        return new RecipeSource(Kind.BASE, file.toString(), folderOf(file), 1);
    }

    static RecipeSource published(Path file) {
        return new RecipeSource(Kind.PUBLISHED, file.toString(), folderOf(file), 1);
    }

    static RecipeSource override(String text, int index) {
        return new RecipeSource(Kind.OVERRIDE, text, null, 2 + index);
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? Path.of("") : folder;
    }
}
