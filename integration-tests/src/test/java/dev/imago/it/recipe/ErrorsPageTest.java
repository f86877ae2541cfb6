package dev.imago.it.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} has a heading for each code, below the exit code of its kind. */
class ErrorsPageTest {
    @Test
    void every_code_has_a_heading_in_the_order_of_the_codes() throws IOException {
        assertThat(lines("### "))
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void every_code_stands_below_its_exit_code() throws IOException {
        String chapter = "";
        for (String line : Files.readAllLines(Path.of("../docs/errors.md"))) {
            if (line.startsWith("## ")) {
                chapter = line;
            } else if (line.startsWith("### ")) {
                ErrorCode code = ErrorCode.valueOf(line.substring(4));
                assertThat(chapter)
                        .as("chapter of %s", code)
                        .endsWith("(exit code " + code.kind().exitCode() + ")");
            }
        }
    }

    private static List<String> lines(String prefix) throws IOException {
        return Files.readAllLines(Path.of("../docs/errors.md")).stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }
}
