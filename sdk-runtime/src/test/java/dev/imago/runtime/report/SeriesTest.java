package dev.imago.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void few_points_stay_as_they_are() {
        Series series = Series.of(List.of(new double[] {2, 5}, new double[] {1, 4}));
        assertThat(series.banded()).isFalse();
        assertThat(series.points()).extracting(Series.Point::mean).containsExactly(4.0, 5.0);
    }

    @Test
    void many_points_become_means_with_their_span() {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            points.add(new double[] {i, i % 2});
        }
        Series series = Series.of(points);
        assertThat(series.points()).hasSize(160);
        assertThat(series.banded()).isTrue();
        assertThat(series.leastY()).isZero();
        assertThat(series.mostY()).isEqualTo(1);
        assertThat(series.points().get(80).mean()).isBetween(0.4, 0.6);
    }

    @Test
    void what_is_no_number_is_left_out() {
        assertThat(Series.of(List.of(new double[] {1, Double.NaN})).points()).isEmpty();
    }
}
