package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every word of the command line, so that none comes or goes unnoticed. Scripts depend on them: add
 * with care, and take away only with a new major version.
 */
class CommandLineSurfaceTest {
    private static final Path GOLDEN = Path.of("src/test/resources/cli/surface.txt");

    @Test
    void verbs_and_options_are_those_of_the_list() throws IOException {
        StringBuilder surface = new StringBuilder();
        for (Verbs verb : Verbs.values()) {
            surface.append(verb.word()).append('\n');
            CommandSpec spec = new CommandLine(verb.create()).getCommandSpec();
            spec.positionalParameters()
                    .forEach(word -> surface.append("  ").append(word.paramLabel()).append('\n'));
            spec.options().stream()
                    .map(option -> String.join(" ", sorted(option.names())))
                    .sorted()
                    .forEach(names -> surface.append("  ").append(names).append('\n'));
        }
        if (Boolean.getBoolean("imago.updateGolden")) {
            Files.writeString(GOLDEN, surface);
        }
        assertThat(surface.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    private static String[] sorted(String[] names) {
        String[] sorted = names.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
