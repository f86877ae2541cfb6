package dev.imago.api.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessAgeTest {
    @Test
    void agreesWithTheSystemsStartToTheSecond() {
        Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
        double told = Duration.between(start, Instant.now()).toNanos() / 1e9;

        assertThat(ProcessAge.seconds()).isPositive().isCloseTo(told, within(1.5));
    }

    @Test
    void growsAsTimeDoes() throws InterruptedException {
        long start = System.nanoTime();
        double before = ProcessAge.seconds();
        Thread.sleep(200);
        double after = ProcessAge.seconds();
        double passed = (System.nanoTime() - start) / 1e9;

        assertThat(after - before).isBetween(0.17, passed + 0.03);
    }
}
