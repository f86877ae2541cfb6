package dev.imago.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.Test;

class PackingChoiceTest {
    private static final LongToIntFunction NONE =
            at -> {
                throw new AssertionError("sample " + at + " was looked at");
            };

    @Test
    void samples_of_mixed_lengths_are_packed() {
        // Batches of 10 and 30 positions are padded to 60, of 40.
        PackingChoice choice = PackingChoice.auto(true, steps(2, 1), at -> at % 2 == 0 ? 10 : 30);
        assertThat(choice.packed()).isTrue();
        assertThat(choice.told()).contains("auto packs", "64 samples", "1.50 times");
    }

    @Test
    void samples_of_like_lengths_are_padded() {
        PackingChoice choice = PackingChoice.auto(true, steps(2, 1), at -> at % 2 == 0 ? 25 : 30);
        assertThat(choice.packed()).isFalse();
        assertThat(choice.told()).contains("auto pads", "1.09 times");
    }

    @Test
    void lengths_that_differ_between_steps_alone_need_no_padding() {
        assertThat(PackingChoice.auto(true, steps(4, 1), at -> at / 4 % 2 == 0 ? 10 : 90).packed())
                .isFalse();
    }

    @Test
    void where_like_lengths_are_put_together_padding_costs_less() {
        LongToIntFunction mixed = at -> at % 2 == 0 ? 10 : 30;
        assertThat(PackingChoice.auto(true, steps(2, 1), mixed).packed()).isTrue();
        assertThat(PackingChoice.auto(true, steps(2, 8), mixed).packed()).isFalse();
        assertThat(PackingChoice.auto(true, steps(2, 8), mixed).told()).contains("1.00 times");
    }

    @Test
    void whole_steps_are_looked_at_from_the_first_on() {
        List<Long> places = new ArrayList<>();
        PackingChoice.auto(
                true,
                steps(24, 1),
                at -> {
                    places.add(at);
                    return 7;
                });
        assertThat(places).hasSize(72).startsWith(0L, 1L, 2L).endsWith(71L);
    }

    @Test
    void of_a_window_that_is_longer_than_the_run_no_more_is_looked_at() {
        AtomicInteger looked = new AtomicInteger();
        PackingChoice.auto(
                true,
                new StepWindows.Grouping(2, 1000, 40, 7),
                at -> {
                    looked.incrementAndGet();
                    return 7;
                });
        assertThat(looked).hasValue(80);
    }

    @Test
    void where_nothing_is_gained_no_sample_is_looked_at() {
        PackingChoice masked = PackingChoice.auto(false, steps(8, 1), NONE);
        assertThat(masked.packed()).isFalse();
        assertThat(masked.told()).contains("can't pack");
        PackingChoice alone = PackingChoice.auto(true, steps(1, 1), NONE);
        assertThat(alone.packed()).isFalse();
        assertThat(alone.told()).contains("one sample");
    }

    private static StepWindows.Grouping steps(int batchSize, int window) {
        return new StepWindows.Grouping(batchSize, window, 1000, 1);
    }
}
