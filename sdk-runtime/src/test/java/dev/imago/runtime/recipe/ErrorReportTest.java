package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole reports, compared word by word: {@code errors/x.yaml} is refused with {@code errors/x.txt}.
 * A line {@code # override: ...} adds an override. {@code -Dimago.updateGolden=true} rewrites the
 * reports.
 */
class ErrorReportTest {
    private static final Path FOLDER = Path.of("src/test/resources/errors");
    private static final String OVERRIDE = "# override: ";

    private final ComponentRegistry registry = PluginLoader.of(PaperPlugin.withStages());

    static Stream<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.getFileName().toString().startsWith("base"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void there_are_reports_to_compare() throws IOException {
        assertThat(recipes()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void report_is_as_agreed(Path recipe) throws IOException {
        List<String> overrides =
                Files.readString(recipe)
                        .lines()
                        .filter(line -> line.startsWith(OVERRIDE))
                        .map(line -> line.substring(OVERRIDE.length()))
                        .toList();
        RecipeLoader loader = new RecipeLoader(Map.of("SET", "value"));
        RecipeException refused =
                catchThrowableOfType(
                        RecipeException.class, () -> loader.load(recipe, overrides, registry));
        assertThat(refused).as("a report for %s", recipe).isNotNull();
        String report = refused.getMessage() + "\n";
        Path golden = Path.of(recipe.toString().replace(".yaml", ".txt"));
        if (Boolean.getBoolean("imago.updateGolden")) {
            Files.writeString(golden, report);
        }
        assertThat(report).isEqualTo(Files.readString(golden));
    }
}
