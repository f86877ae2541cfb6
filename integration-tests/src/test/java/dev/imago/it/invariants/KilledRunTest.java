package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.it.invariants.ChildRun.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run killed by SIGKILL and started again ends with the bits of one that nobody disturbed. */
class KilledRunTest {
    private static final int KILLED = 128 + 9;

    @TempDir static Path folder;
    private static TinyRun whole;

    @BeforeAll
    static void runUndisturbed() {
        whole = TinyRun.in(folder.resolve("whole")).run();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void killed_after_a_step(int lines) {
        Path output = folder.resolve("step" + lines);

        Ended ended = ChildRun.in(output).killedWhen(() -> logged(output) >= lines);

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(KILLED);
        assertSameWhenRunAgain(output);
    }

    @Test
    void killed_while_a_checkpoint_is_written() {
        Path output = folder.resolve("checkpoint");

        Ended ended = ChildRun.in(output).killedWhen(() -> writing(output));

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(KILLED);
        assertSameWhenRunAgain(output);
    }

    /** What a kill may leave at the worst moment, put there by hand. */
    @Test
    void half_written_files_are_passed_over() throws IOException {
        Path output = folder.resolve("halves");
        ChildRun.in(output).killedWhen(() -> !checkpoints(output).isEmpty());
        Path stage = output.resolve("stages/connector");
        Path saved = stage.resolve("state").resolve(checkpoints(output).get(0));
        byte[] bytes = Files.readAllBytes(saved);
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
        Files.write(stage.resolve("state/.step-00000099.safetensors.tmp"), half);
        Files.write(stage.resolve(".weights.safetensors.tmp"), half);
        Files.writeString(stage.resolve("stage.json.tmp"), "{\"hash\" : \"");
        Files.writeString(stage.resolve("unfinished.seconds"), "");
        Files.writeString(
                output.resolve("metrics.jsonl"),
                Files.readString(output.resolve("metrics.jsonl")) + "{\"stage\":\"conn");
        Files.createDirectories(output.resolve(".model.tmp/decoder"));

        assertSameWhenRunAgain(output);
    }

    private static void assertSameWhenRunAgain(Path output) {
        TinyRun again = TinyRun.in(output).run();
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        assertThat(again.weights("connector")).isEqualTo(whole.weights("connector"));
        assertThat(again.weights("instruct")).isEqualTo(whole.weights("instruct"));
        assertThat(again.model()).isEqualTo(whole.model());
        assertThat(again.lines()).contains("stage center is finished, nothing to do");
        assertThat(again.checkpoints("connector")).isEmpty();
    }

    private static long logged(Path output) {
        try (Stream<String> lines = Files.lines(output.resolve("metrics.jsonl"))) {
            return lines.count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean writing(Path output) {
        return Files.exists(output.resolve("stages/instruct/state/.step-00000002.safetensors.tmp"))
                || Files.exists(output.resolve("stages/instruct/state/step-00000002.safetensors"));
    }

    private static List<String> checkpoints(Path output) {
        return TinyRun.in(output).checkpoints("connector");
    }
}
