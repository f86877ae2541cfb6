package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.it.invariants.ChildRun.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run killed by SIGKILL and started again ends with the bits of one that nobody disturbed. */
class KilledRunTest {
    private static final int KILLED = 128 + 9;

    @TempDir static Path folder;
    private static TinyRun whole;

    @BeforeAll
    static void runUndisturbed() {
        whole = TinyRun.in(folder.resolve("whole")).run();
    }

    @Test
    void killed_after_its_first_step() {
        Path output = folder.resolve("first");

        Ended ended = ChildRun.in(output).killedWhen(() -> logged(output) >= 1);

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(KILLED);
        assertSameWhenRunAgain(output);
    }

    @Test
    void killed_after_a_checkpoint_it_goes_on_from_there() {
        Path output = folder.resolve("later");

        Ended ended = ChildRun.in(output).killedWhen(() -> logged(output) >= 4 + 3);

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(KILLED);
        TinyRun again = assertSameWhenRunAgain(output);
        assertThat(again.lines()).contains("stage connector is finished, nothing to do");
        assertThat(again.steps("instruct").get(0)).isGreaterThan(2);
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
        TinyRun stopped = TinyRun.in(output);
        stopped.whenLogged("connector", stopped::interrupt);
        assertThat(stopped.refused().problems().get(0).code()).isEqualTo(ErrorCode.INTERRUPTED);
        Path stage = output.resolve("stages/connector");
        Path saved = stage.resolve("state").resolve(stopped.checkpoints("connector").get(0));
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

    private static TinyRun assertSameWhenRunAgain(Path output) {
        TinyRun again = TinyRun.in(output).run();
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        assertThat(again.weights("connector")).isEqualTo(whole.weights("connector"));
        assertThat(again.weights("instruct")).isEqualTo(whole.weights("instruct"));
        assertThat(again.model()).isEqualTo(whole.model());
        assertThat(again.lines()).contains("stage center is finished, nothing to do");
        assertThat(again.checkpoints("connector")).isEmpty();
        return again;
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
}
