package dev.imago.runtime.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;
    private final PlainProgress progress =
            new PlainProgress(new PrintStream(bytes, true, UTF_8), () -> now);

    @Test
    void prints_first_and_last_step_and_one_line_every_ten_seconds() {
        try (Progress.Bar bar = progress.bar("connector", 300)) {
            for (int step = 1; step <= 300; step++) {
                bar.at(step, "loss " + step);
                now += TimeUnit.MILLISECONDS.toNanos(100);
            }
        }
        assertThat(lines())
                .containsExactly(
                        "connector: 1/300 (0%), loss 1",
                        "connector: 101/300 (33%), 20s left, loss 101",
                        "connector: 201/300 (67%), 9.9s left, loss 201",
                        "connector: 300/300 (100%), loss 300");
    }

    @Test
    void a_resumed_run_is_not_taken_for_a_fast_one() {
        try (Progress.Bar bar = progress.bar("instruct", 1000)) {
            bar.at(900, "");
            now += TimeUnit.SECONDS.toNanos(10);
            bar.at(910, "");
        }
        assertThat(lines())
                .containsExactly(
                        "instruct: 900/1000 (90%)", "instruct: 910/1000 (91%), 1m 30s left");
    }

    @Test
    void work_that_stops_early_tells_where() {
        try (Progress.Bar bar = progress.bar("instruct", 1000)) {
            bar.at(1, "");
            bar.at(2, "");
        }
        assertThat(lines())
                .containsExactly("instruct: 1/1000 (0%)", "instruct: 2/1000 (0%), 0.0s left");
    }

    @Test
    void work_of_unknown_size_has_a_count() {
        try (Progress.Bar bar = progress.bar("files", 0)) {
            bar.at(5, "");
        }
        progress.line("done");
        assertThat(lines()).containsExactly("files: 5", "done");
    }

    private java.util.List<String> lines() {
        return bytes.toString(UTF_8).lines().toList();
    }
}
