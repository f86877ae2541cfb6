package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.recipe.RecipeLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * A recipe as the command line names it.
 *
 * @param file the recipe
 * @param overrides {@code key.path=value}
 * @param plugins jars and folders of jars
 */
record RecipeArguments(Path file, List<String> overrides, List<Path> plugins) {
    /** Reads and binds the recipe; the caller closes it. */
    RecipeLoader.Opened open() {
        for (String override : overrides) {
            if (override.indexOf('=') < 1) {
                throw new ImagoException(
                        List.of(
                                new Problem(
                                        ErrorCode.USAGE,
                                        override,
                                        "is neither an option nor key.path=value.",
                                        "For example seed=7 or runtime.threads=2.")));
            }
        }
        return new RecipeLoader().open(file, overrides, plugins);
    }
}
