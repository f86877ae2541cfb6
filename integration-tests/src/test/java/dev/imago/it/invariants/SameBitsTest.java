package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Same recipe, seed and threads: same bits. */
class SameBitsTest {
    @TempDir static Path folder;
    private static TinyRun first;

    @BeforeAll
    static void run() {
        first = TinyRun.in(folder.resolve("first")).run();
    }

    @Test
    void two_runs_have_the_same_losses_and_weights_to_the_bit() {
        TinyRun second = TinyRun.in(folder.resolve("second")).run();

        assertThat(first.metrics()).hasSize(4 + 6);
        assertThat(second.metrics()).isEqualTo(first.metrics());
        assertThat(second.weights("connector")).isEqualTo(first.weights("connector"));
        assertThat(second.weights("instruct")).isEqualTo(first.weights("instruct"));
        assertThat(second.model()).isEqualTo(first.model());
    }

    @Test
    void another_seed_has_other_losses() {
        TinyRun other = TinyRun.in(folder.resolve("other"), "seed=8").run();

        assertThat(other.losses("instruct")).isNotEqualTo(first.losses("instruct"));
    }

    @Test
    void packed_steps_have_the_losses_of_padded_ones_and_each_time_the_same_bits() {
        TinyRun packed = packing("true");
        TinyRun chosen = packing("auto");

        assertThat(chosen.metrics()).isEqualTo(packed.metrics());
        assertThat(chosen.lines()).filteredOn(line -> line.contains("auto packs")).hasSize(2);
        assertThat(packed.lines()).noneMatch(line -> line.contains("packing:"));
        assertThat(first.losses("connector"))
                .containsExactly(packed.losses("connector"), within(1e-4));
        assertThat(first.losses("instruct"))
                .containsExactly(packed.losses("instruct"), within(1e-3));
    }

    private TinyRun packing(String wanted) {
        return TinyRun.in(
                        folder.resolve("packing-" + wanted),
                        "stages.connector.packing=" + wanted,
                        "stages.instruct.packing=" + wanted)
                .run();
    }

    @Test
    void workers_and_accumulation_change_only_the_order_of_sums() {
        TinyRun plain =
                TinyRun.in(
                                folder.resolve("plain"),
                                "runtime.workers=1",
                                "stages.instruct.accumulate=1")
                        .run();

        // Rounding differs, and AdamW's first steps, which divide by tiny second moments, widen it.
        assertThat(first.losses("connector"))
                .containsExactly(plain.losses("connector"), within(1e-4));
        assertThat(first.losses("instruct"))
                .containsExactly(plain.losses("instruct"), within(1e-3));
    }
}
