package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleOrderTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 60, 1000})
    void each_round_visits_every_sample_once(long size) {
        SampleOrder order = new SampleOrder(size, 3);
        for (long round = 0; round < 3; round++) {
            assertThat(LongStream.range(round * size, (round + 1) * size).map(order::at))
                    .hasSize((int) size)
                    .doesNotHaveDuplicates()
                    .allMatch(index -> index >= 0 && index < size);
        }
    }

    @Test
    void rounds_differ() {
        SampleOrder order = new SampleOrder(100, 3);
        List<Long> first = LongStream.range(0, 100).map(order::at).boxed().toList();
        List<Long> second = LongStream.range(100, 200).map(order::at).boxed().toList();
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void nothing_can_be_drawn_from_nothing() {
        assertThatThrownBy(() -> new SampleOrder(0, 1))
                .hasMessage("there are 0 samples to draw from");
    }
}
