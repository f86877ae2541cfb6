package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopRequestTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StopRequest stop = new StopRequest(new PrintStream(err, true));

    @Test
    void work_that_cannot_save_ends_at_once() {
        assertThat(stop.awaitEnd()).isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void work_that_can_save_is_asked_to_and_waited_for() throws Exception {
        var interruption = stop.begin();
        CompletableFuture<OptionalInt> jvmEnds = CompletableFuture.supplyAsync(stop::awaitEnd);
        while (!interruption.requested()) {
            Thread.onSpinWait();
        }
        assertThat(jvmEnds).isNotDone();
        stop.ended(4);
        assertThat(jvmEnds.get(10, TimeUnit.SECONDS)).hasValue(4);
        assertThat(err.toString()).contains("stopping at the next safe point");
    }

    @Test
    void work_that_has_ended_keeps_nobody_waiting() {
        stop.begin();
        stop.ended(0);
        assertThat(stop.awaitEnd()).isEmpty();
    }
}
