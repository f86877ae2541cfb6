package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class CommandLineRunTest {
    private final TestConsole console = new TestConsole();

    @Test
    void without_a_verb_there_is_help() {
        assertThat(console.run()).isZero();
        assertThat(console.out()).contains("Usage: imago VERB").contains(Verbs.words());
        assertThat(new TestConsole().run("--help")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Verbs.class)
    void every_verb_has_help_with_an_example_and_json(Verbs verb) {
        assertThat(console.run(verb.word(), "--help")).isZero();
        assertThat(console.out())
                .contains("Usage: imago " + verb.word(), "Example", "  imago " + verb.word())
                .contains("--json", "--plugin");
        TestConsole other = new TestConsole();
        assertThat(other.run("help", verb.word())).isZero();
        assertThat(other.out()).isEqualTo(console.out());
    }

    @Test
    void tells_the_version() {
        assertThat(console.run("--version")).isZero();
        assertThat(console.out()).startsWith("imago ");
    }

    @Test
    void an_unknown_verb_has_a_near_name() {
        assertThat(console.run("genrate", "x")).isEqualTo(2);
        assertThat(console.err())
                .startsWith("imago: [USAGE] genrate: no such verb. There are run, check,")
                .endsWith("Did you mean 'generate'?\n");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void an_unknown_option_has_a_near_name() {
        assertThat(console.run("run", "r.yaml", "--form=x")).isEqualTo(2);
        assertThat(console.err())
                .contains("[USAGE] --form: no such option. Did you mean '--from'?");
        assertThat(console.run("--jsn", "run")).isEqualTo(2);
        assertThat(console.err()).contains("--jsn: no such option before the verb.");
    }

    @Test
    void what_is_missing_or_too_much_is_told() {
        assertThat(console.run("check")).isEqualTo(2);
        assertThat(console.err()).contains("imago check: RECIPE is missing: the recipe to check.");
        assertThat(console.run("doctor", "now")).isEqualTo(2);
        assertThat(console.err()).contains("now: is one argument too many.");
    }

    @Test
    void an_override_must_have_a_value() {
        assertThat(console.run("run", "recipe.yaml", "seed")).isEqualTo(2);
        assertThat(console.err()).contains("seed: is neither an option nor key.path=value.");
    }

    @Test
    void a_recipe_that_is_not_there_is_told() {
        assertThat(console.run("check", "no.yaml")).isEqualTo(3);
        assertThat(console.err()).contains("[FILE_NOT_FOUND]", "no.yaml");
    }

    @Test
    void all_problems_are_told_without_a_trace() {
        Problem one = Problem.of(ErrorCode.CORRUPT_FILE, "a", "is torn");
        Problem two = new Problem(ErrorCode.UNKNOWN_KEY, "b", "no such key.", "Did you mean 'c'?");
        console.with(new Failing(new ImagoException(List.of(one, two))));
        assertThat(console.run("doctor")).isEqualTo(3);
        assertThat(console.err())
                .isEqualTo(
                        """
                        imago: 2 problems
                          [CORRUPT_FILE] a: is torn
                          [UNKNOWN_KEY] b: no such key. Did you mean 'c'?
                        """);
    }

    @Test
    void verbose_adds_the_trace() {
        console.with(new Failing(new ImagoException(ErrorCode.DISK, "d", "is full")));
        assertThat(console.run("doctor", "-v")).isEqualTo(4);
        assertThat(console.err()).contains("[DISK] d: is full", "\tat ");
    }

    @Test
    void json_tells_the_problems_too() throws IOException {
        console.with(new Failing(new ImagoException(ErrorCode.BAD_IMAGE, "x.png", "is no PNG")));
        assertThat(console.run("doctor", "--json")).isEqualTo(3);
        JsonNode object = new ObjectMapper().readTree(console.out());
        assertThat(object.path("exit_code").asInt()).isEqualTo(3);
        assertThat(object.path("problems").path(0).path("code").asText()).isEqualTo("BAD_IMAGE");
        assertThat(object.path("problems").path(0).path("place").asText()).isEqualTo("x.png");
    }

    @Test
    void a_defect_is_one_line_and_a_file() throws IOException {
        console.with(new Failing(new IllegalStateException("oh no\nsecond line")));
        assertThat(console.run("doctor")).isEqualTo(1);
        assertThat(console.err().lines()).hasSize(1);
        assertThat(console.err()).contains("[INTERNAL] a defect of Imago or a plugin: java.lang");
        Matcher file = Pattern.compile("with (\\S+)\\.\n").matcher(console.err());
        assertThat(file.find()).isTrue();
        Path trace = Path.of(file.group(1));
        assertThat(Files.readString(trace)).contains("doctor", "second line", "\tat dev.imago");
        Files.delete(trace);
    }

    @Test
    void resources_that_ran_out_are_recognised_below_other_failures() {
        console.with(new Failing(new CompletionException(new OutOfMemoryError("Java heap space"))));
        assertThat(console.run("doctor")).isEqualTo(4);
        assertThat(console.err()).contains("[MEMORY]", "IMAGO_JAVA_OPTS");
        TestConsole disk = new TestConsole();
        IOException full = new IOException("write failed: No space left on device");
        disk.with(new Failing(new java.io.UncheckedIOException(full)));
        assertThat(disk.run("doctor")).isEqualTo(4);
        assertThat(disk.err()).contains("[DISK]");
    }

    /** A verb that throws. */
    @Command(name = "imago doctor")
    private static final class Failing implements Verb {
        @Mixin private SharedOptions shared;
        private final Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public SharedOptions shared() {
            return shared;
        }

        @Override
        public int run(Console console) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }
}
