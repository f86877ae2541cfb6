package dev.imago.it.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeException;
import dev.imago.runtime.recipe.RecipeLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe of the repository is read with the plugins of the repository. */
class EveryRecipeTest {
    private static final Path FOLDER = Path.of("../recipes");

    static Stream<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void recipe_is_right_but_for_files_to_be_fetched(Path recipe) {
        try {
            new RecipeLoader(Map.of()).load(recipe, List.of(), PluginLoader.classPath());
        } catch (RecipeException refused) {
            // Checkpoints and data sets of others are fetched by whoever runs the recipe.
            assertThat(refused.problems())
                    .as(refused.getMessage())
                    .extracting(Problem::code)
                    .isSubsetOf(ErrorCode.FILE_NOT_FOUND, ErrorCode.UNSET_VARIABLE);
        }
    }
}
