package dev.imago.runtime.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatFinderTest {
    @Test
    void every_repetition_is_told_with_the_first() {
        Random random = new Random(5);
        Set<Long> seen = new HashSet<>();
        Set<Long> repeated = new HashSet<>();
        List<String> told = new ArrayList<>();
        try (RepeatFinder finder = new RepeatFinder()) {
            for (long sample = 0; sample < 5000; sample++) {
                long hash = Math.floorMod(random.nextLong(), 3000) * 0x9E3779B97F4A7C15L;
                if (!seen.add(hash)) {
                    repeated.add(sample);
                }
                finder.add(new RepeatFinder.Met(hash, 1, sample));
            }
            finder.forEach(
                    (met, first) -> {
                        assertThat(met.hash()).isEqualTo(first.hash());
                        assertThat(first.sample()).isLessThan(met.sample());
                        assertThat(repeated).doesNotContain(first.sample());
                        told.add(met.sample() + "");
                    });
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        repeated.stream().map(String::valueOf).toList());
    }

    @Test
    void without_repetitions_nothing_is_told() {
        try (RepeatFinder finder = new RepeatFinder()) {
            finder.add(new RepeatFinder.Met(1, 0, 0));
            finder.add(new RepeatFinder.Met(-1, 0, 1));
            finder.forEach((met, first) -> assertThat(met).isNull());
        }
    }
}
