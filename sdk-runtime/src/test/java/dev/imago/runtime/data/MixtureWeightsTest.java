package dev.imago.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MixtureWeightsTest {
    @Test
    void sizes_count_as_much_as_the_temperature_says() {
        assertThat(MixtureWeights.AS_STATED.weight(3, 1000, 1)).isEqualTo(3);
        assertThat(new MixtureWeights(1.0).weight(3, 1000, 2)).isEqualTo(6000, within(1e-9));
        assertThat(new MixtureWeights(2.0).weight(3, 400, 1)).isEqualTo(60, within(1e-9));
        assertThat(new MixtureWeights(1000.0).weight(3, 400, 1)).isEqualTo(3, within(0.05));
    }

    @Test
    void a_cap_takes_the_same_samples_each_time_and_spreads_them() {
        Lane<?> capped = TinyData.lane("a", 1000, 1).capped(50L, 7);
        List<String> ids = ids(capped);
        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
        assertThat(ids(TinyData.lane("a", 1000, 1).capped(50L, 7))).isEqualTo(ids);
        Set<String> others = new HashSet<>(ids(TinyData.lane("a", 1000, 1).capped(50L, 8)));
        assertThat(others).isNotEqualTo(new HashSet<>(ids));
        assertThat(ids.stream().filter(id -> Integer.parseInt(id.substring(1)) >= 500).count())
                .as("from the second half")
                .isBetween(12L, 38L);
        assertThat(capped.samples().get(3).id()).isEqualTo(ids.get(3));
    }

    @Test
    void a_cap_above_the_size_takes_all() {
        Lane<?> lane = TinyData.lane("a", 10, 1);
        assertThat(lane.capped(10L, 7)).isSameAs(lane);
        assertThat(lane.capped(null, 7)).isSameAs(lane);
    }

    private static List<String> ids(Lane<?> lane) {
        return LongStream.range(0, lane.samples().size()).mapToObj(lane.samples()::id).toList();
    }
}
