package dev.imago.it.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that only sources show. */
class SourceRulesTest {
    private static final Path ROOT = Path.of("..");
    private static final int LONGEST_FILE = 320;

    /** Nothing in the brackets, or nothing but the cause. */
    private static final Pattern EMPTY =
            Pattern.compile("throw\\s+new\\s+[\\w.]+\\(\\s*(\\w|null)?\\s*\\)");

    private static final Pattern BARE_CATCH = Pattern.compile("catch\\s*\\([^)]*\\)\\s*\\{\\s*\\}");
    private static final Pattern LATER = Pattern.compile("TODO|FIXME|XXX");

    @Test
    void every_exception_says_what_is_wrong() throws IOException {
        assertThat(found(EMPTY)).as("exceptions without words").isEmpty();
    }

    @Test
    void no_exception_is_swallowed() throws IOException {
        assertThat(found(BARE_CATCH)).as("empty catch blocks").isEmpty();
    }

    @Test
    void nothing_is_left_for_later() throws IOException {
        assertThat(found(LATER)).isEmpty();
    }

    @Test
    void files_stay_small() throws IOException {
        List<String> large = new ArrayList<>();
        for (Path source : sources()) {
            long lines = Files.readString(source).lines().count();
            if (lines > LONGEST_FILE) {
                large.add(source + ": " + lines + " lines, expected at most " + LONGEST_FILE);
            }
        }
        assertThat(large).isEmpty();
    }

    private static List<String> found(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                long line = text.substring(0, matcher.start()).lines().count();
                found.add(source + ":" + line + ": " + matcher.group());
            }
        }
        return found;
    }

    private static List<Path> sources() throws IOException {
        List<Path> folders =
                List.of(
                        ROOT.resolve("sdk-api/src/main/java"),
                        ROOT.resolve("sdk-runtime/src/main/java"),
                        ROOT.resolve("plugins"),
                        ROOT.resolve("samples"));
        List<Path> sources = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }
}
