package dev.imago.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.error.ImagoException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedOrderTest {
    private static final List<double[]> MIXTURES =
            List.of(
                    new double[] {1},
                    new double[] {4, 2, 1},
                    new double[] {0, 1, 0.5},
                    new double[] {0.31, 0.07, 0.62, 1e-7},
                    new double[] {Math.PI, Math.E, Math.sqrt(2)});

    @Test
    void ranks_count_the_lane_s_earlier_positions() {
        for (double[] weights : MIXTURES) {
            WeightedOrder order = new WeightedOrder(weights, 3);
            long[] seen = new long[weights.length];
            for (long position = 0; position < 20_000; position++) {
                int lane = order.lane(position);
                assertThat(order.rank(position)).isEqualTo(seen[lane]++);
            }
        }
    }

    @Test
    void every_stretch_has_its_shares() {
        for (double[] weights : MIXTURES) {
            double sum = java.util.Arrays.stream(weights).sum();
            WeightedOrder order = new WeightedOrder(weights, 11);
            for (int start : new int[] {0, 77, 4095}) {
                int[] counts = new int[weights.length];
                for (int i = 0; i < 300; i++) {
                    counts[order.lane(start + i)]++;
                }
                for (int lane = 0; lane < weights.length; lane++) {
                    double share = 300 * weights[lane] / sum;
                    assertThat((double) counts[lane]).isCloseTo(share, within(3.0));
                }
            }
        }
    }

    @Test
    void a_weight_of_nothing_never_comes() {
        WeightedOrder order = new WeightedOrder(new double[] {0, 1}, 5);
        for (long position = 0; position < 100; position++) {
            assertThat(order.lane(position)).isEqualTo(1);
        }
    }

    @Test
    void refuses_weights_that_say_nothing() {
        assertThatThrownBy(() -> new WeightedOrder(new double[] {0, 0}, 1))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new WeightedOrder(new double[] {1, -1}, 1))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("-1.0");
    }
}
