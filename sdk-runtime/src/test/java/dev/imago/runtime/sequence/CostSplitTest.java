package dev.imago.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostSplitTest {
    @Test
    void every_sequence_lands_in_one_shard_and_no_shard_is_empty() {
        Random random = new Random(2);
        for (int trial = 0; trial < 300; trial++) {
            int parts = 1 + random.nextInt(4);
            List<Sequence> all =
                    IntStream.range(0, parts + random.nextInt(30))
                            .mapToObj(i -> ofLength(1 + random.nextInt(50)))
                            .toList();

            List<List<Sequence>> shards = CostSplit.split(all, Sequence::length, parts);

            assertThat(shards).hasSize(parts).noneMatch(List::isEmpty);
            assertThat(shards.stream().flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void few_long_sequences_cost_as_much_as_many_short_ones() {
        List<Sequence> all =
                IntStream.range(0, 24).mapToObj(i -> ofLength(i < 8 ? 60 : 30)).toList();

        List<List<Sequence>> shards = CostSplit.split(all, Sequence::length, 2);

        assertThat(shards.get(0)).hasSize(8);
        assertThat(shards.get(1)).hasSize(16);
    }

    @Test
    void packed_shards_have_like_sums_and_their_longest_first() {
        Random random = new Random(3);
        for (int trial = 0; trial < 300; trial++) {
            int parts = 1 + random.nextInt(4);
            List<Sequence> all =
                    IntStream.range(0, parts + random.nextInt(30))
                            .mapToObj(i -> ofLength(1 + random.nextInt(50)))
                            .toList();

            List<List<Sequence>> shards = CostSplit.packed(all, Sequence::length, parts);

            assertThat(shards).hasSize(parts).noneMatch(List::isEmpty);
            assertThat(shards.stream().flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(all);
            assertThat(shards)
                    .allSatisfy(
                            shard ->
                                    assertThat(shard)
                                            .isSortedAccordingTo(
                                                    Comparator.comparingInt(Sequence::length)
                                                            .reversed()));
            IntSummaryStatistics sums =
                    shards.stream()
                            .mapToInt(shard -> shard.stream().mapToInt(Sequence::length).sum())
                            .summaryStatistics();
            assertThat(sums.getMax() - sums.getMin()).isLessThanOrEqualTo(50);
        }
    }

    private static Sequence ofLength(int length) {
        return new Sequence("s", new int[length], new int[length], List.of(), 4);
    }
}
