package dev.imago.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.data.Mix64;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StepWindowsTest {
    private static final int BATCH = 4;
    private static final int WINDOW = 8;

    /** Not a multiple of the window. */
    private static final long STEPS = 43;

    private final ConcurrentLinkedQueue<Long> looked = new ConcurrentLinkedQueue<>();

    @Test
    void a_window_s_samples_come_once_each_and_none_of_another_window() {
        StepWindows<Long> windows = windows(WINDOW);
        for (long first = 0; first < STEPS; first += WINDOW) {
            Set<Long> seen = new HashSet<>();
            long end = Math.min(first + WINDOW, STEPS);
            for (long step = first; step < end; step++) {
                assertThat(windows.step(step)).hasSize(BATCH);
                seen.addAll(windows.step(step));
            }
            assertThat(seen)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(first * BATCH, end * BATCH).boxed().toList());
        }
        assertThat(looked)
                .as("each is drawn once, none behind the last step")
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, STEPS * BATCH).boxed().toList());
    }

    @Test
    void a_run_that_goes_on_in_the_middle_of_a_window_sees_what_the_other_would_have_seen() {
        StepWindows<Long> whole = windows(WINDOW);
        List<List<Long>> all = new ArrayList<>();
        for (long step = 0; step < STEPS; step++) {
            all.add(whole.step(step));
        }
        for (long start : new long[] {0, 1, 7, 8, 11, 39, 40, 42}) {
            StepWindows<Long> resumed = windows(WINDOW);
            for (long step = start; step < STEPS; step++) {
                assertThat(resumed.step(step)).as("step %s", step).isEqualTo(all.get((int) step));
            }
        }
    }

    @Test
    void like_samples_come_together() {
        assertThat((double) padded(windows(WINDOW))).isLessThan(0.7 * padded(windows(1)));
        StepWindows<Long> windows = windows(WINDOW);
        for (long first = 0; first < STEPS; first += WINDOW) {
            long both = 0;
            for (long step = first; step < Math.min(first + WINDOW, STEPS); step++) {
                List<Long> batch = windows.step(step);
                both += batch.stream().map(StepWindowsTest::hasImages).distinct().count() - 1;
            }
            assertThat(both).as("batches of both kinds").isLessThanOrEqualTo(1);
        }
    }

    @Test
    void the_steps_of_a_window_are_shuffled() {
        StepWindows<Long> windows = windows(WINDOW);
        List<Integer> longest = new ArrayList<>();
        for (long step = 0; step < WINDOW; step++) {
            longest.add(
                    windows.step(step).stream().mapToInt(StepWindowsTest::length).max().getAsInt());
        }
        assertThat(longest).isNotEqualTo(longest.stream().sorted().toList());
        assertThat(longest)
                .isNotEqualTo(longest.stream().sorted((a, b) -> Integer.compare(b, a)).toList());
    }

    @Test
    void without_a_window_samples_come_as_they_are_drawn() {
        assertThat(windows(1).step(3)).containsExactly(12L, 13L, 14L, 15L);
    }

    private static long padded(StepWindows<Long> windows) {
        long positions = 0;
        for (long step = 0; step < STEPS; step++) {
            List<Long> batch = windows.step(step);
            positions +=
                    (long) batch.size()
                            * batch.stream().mapToInt(StepWindowsTest::length).max().getAsInt();
        }
        return positions;
    }

    private StepWindows<Long> windows(int window) {
        return new StepWindows<>(
                new StepWindows.Grouping(BATCH, window, STEPS, 7),
                at -> {
                    looked.add(at);
                    return at;
                },
                StepWindowsTest::hasImages,
                StepWindowsTest::length);
    }

    private static int length(long at) {
        return (int) (8L << Long.remainderUnsigned(Mix64.of(at, 1), 6));
    }

    private static boolean hasImages(long at) {
        return Mix64.of(at, 2) % 2 == 0;
    }
}
