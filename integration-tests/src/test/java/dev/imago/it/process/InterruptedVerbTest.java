package dev.imago.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.plugin.Plugin;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A verb that is stopped while native threads compute ends as a program should. */
@EnabledOnOs(OS.LINUX)
class InterruptedVerbTest {
    private static final int SECONDS = 120;

    @TempDir Path folder;
    private Path work;

    @BeforeEach
    void offerThePlugin() throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Plugin.class.getName()), EndlessPlugin.class.getName());
        work = Files.createDirectory(folder.resolve("work"));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void a_verb_that_computes_ends_with_the_code_of_the_signal(String signal, int code)
            throws Exception {
        Ended ended =
                interrupted(signal, EndlessPlugin.COMPUTING, "bench", EndlessPlugin.BENCHMARK);

        assertThat(ended.exitCode()).as(ended.before() + ended.after()).isEqualTo(code);
        assertThat(ended.after()).isEmpty();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void a_run_saves_first_and_says_how_to_go_on() throws Exception {
        Path output = folder.resolve("output");
        String recipe = TinyRun.RECIPE.toAbsolutePath().toString();
        String[] words = {"run", recipe, "output=" + output, "stages.connector.steps=1000000"};

        Ended ended = interrupted("INT", "connector: .*loss.*", words);

        assertThat(ended.exitCode()).as(ended.before() + ended.after()).isEqualTo(4);
        assertThat(ended.after())
                .contains("stopping at the next safe point", "[INTERRUPTED] stage connector")
                .doesNotContain("SIGSEGV");
        assertThat(output.resolve("stages/connector/state"))
                .isDirectoryContaining("glob:**/step-*.safetensors");
        assertThat(work).isEmptyDirectory();
    }

    /**
     * What a process did.
     *
     * @param before its lines up to the one that was waited for
     * @param after its lines since then
     */
    private record Ended(int exitCode, String before, String after) {}

    /** Sends a signal as soon as a line matches the pattern. */
    private Ended interrupted(String signal, String pattern, String... words) throws Exception {
        Process process = start(words);
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String before = readUntil(pattern, output);
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            String after = output.lines().collect(Collectors.joining("\n"));
            return new Ended(process.waitFor(), before, after);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whoever starts the tests in the background has this process ignore interruptions. */
    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
        command.addAll(
                ChildJvm.command(List.of(folder.resolve("classes")), Main.class, List.of(words)));
        return new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String readUntil(String pattern, BufferedReader output) throws IOException {
        StringBuilder read = new StringBuilder();
        for (String next = output.readLine(); next != null; next = output.readLine()) {
            read.append(next).append('\n');
            if (next.matches(pattern)) {
                return read.toString();
            }
        }
        throw new AssertionError("the process ended before it computed: " + read);
    }
}
