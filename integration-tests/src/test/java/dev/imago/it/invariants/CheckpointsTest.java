package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.it.invariants.ChildRun.Ended;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a run, its last good checkpoint can be read. */
class CheckpointsTest {
    private static final int LEAST_KILOBYTES = 100;

    @TempDir Path folder;

    @Test
    void a_full_disk_is_told_and_the_run_goes_on_when_there_is_room() {
        TinyRun whole = TinyRun.in(folder.resolve("whole")).run();
        Path output = folder.resolve("full");

        Ended ended = ChildRun.in(output).after("ulimit -f " + LEAST_KILOBYTES).run();

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(4);
        assertThat(ended.output())
                .contains("[DISK]", "can't be written: File too large")
                .doesNotContain("\tat ");
        TinyRun again = TinyRun.in(output).run();
        assertThat(again.lines()).contains("stage connector is finished, nothing to do");
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        assertThat(again.model()).isEqualTo(whole.model());
    }

    @Test
    void a_checkpoint_that_can_t_be_written_leaves_the_one_before() throws IOException {
        TinyRun whole = TinyRun.in(folder.resolve("whole")).run();
        TinyRun run = TinyRun.in(folder.resolve("run"));
        Path state = run.folder().stage("instruct").resolve("state");
        Path obstacle = state.resolve(".step-00000004.safetensors.tmp");
        run.whenLogged("instruct", () -> obstruct(obstacle));

        ImagoException refused = run.refused();

        assertThat(refused.problems().get(0).code()).isEqualTo(ErrorCode.DISK);
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(run.checkpoints("instruct")).containsExactly("step-00000002.safetensors");
        Files.delete(obstacle.resolve("inside"));
        Files.delete(obstacle);
        TinyRun again = TinyRun.in(folder.resolve("run")).run();
        assertThat(again.steps("instruct")).containsExactly(3L, 4L, 5L, 6L);
        assertThat(again.model()).isEqualTo(whole.model());
    }

    @Test
    void a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_checkpoint() {
        TinyRun run =
                TinyRun.in(
                        folder.resolve("run"),
                        "stages.instruct.optimizer={type: adamw, lr: 10, weight_decay: 10}",
                        "stages.instruct.schedule={type: constant}",
                        "stages.instruct.steps=40",
                        "stages.instruct.checkpoint_every=1");

        ImagoException refused = run.refused();

        assertThat(refused.problems().get(0).code()).isEqualTo(ErrorCode.DIVERGED);
        assertThat(refused.problems().get(0).place()).startsWith("stage instruct, step ");
        assertThat(refused.getMessage()).contains("last checkpoint is kept");
        assertThat(run.checkpoints("instruct")).hasSize(1);
        for (String name : run.checkpoints("instruct")) {
            assertFinite(run.folder().stage("instruct").resolve("state").resolve(name));
        }
        assertThat(run.folder().stage("instruct").resolve("stage.json")).doesNotExist();
        assertThat(run.folder().model()).doesNotExist();
    }

    private static void obstruct(Path file) {
        try {
            Files.createDirectories(file.resolve("inside"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertFinite(Path file) {
        try (TinyModel tiny = new TinyModel();
                Safetensors saved = Safetensors.open(file)) {
            for (String name : saved.tensors().keySet()) {
                if (!name.contains("/")) {
                    for (float value :
                            saved.read(tiny.ops(), name, tiny.manager()).toFloatArray()) {
                        assertThat(value).as(name).isFinite();
                    }
                }
            }
        }
    }
}
