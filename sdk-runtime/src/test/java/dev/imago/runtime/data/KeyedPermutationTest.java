package dev.imago.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedPermutationTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 7, 16, 17, 100, 255, 256, 257, 1000, 65_537})
    void every_index_comes_once(long size) {
        for (long key = 0; key < 5; key++) {
            KeyedPermutation shuffle = new KeyedPermutation(size, key);
            Set<Long> seen = new HashSet<>();
            for (long i = 0; i < size; i++) {
                long to = shuffle.at(i);
                assertThat(to).isBetween(0L, size - 1);
                assertThat(seen.add(to)).as("index %d of %d, key %d", i, size, key).isTrue();
            }
        }
    }

    @Test
    void other_keys_shuffle_otherwise() {
        Set<String> orders = new HashSet<>();
        for (long key = 0; key < 200; key++) {
            KeyedPermutation shuffle = new KeyedPermutation(10, key);
            StringBuilder order = new StringBuilder();
            for (long i = 0; i < 10; i++) {
                order.append(shuffle.at(i)).append(' ');
            }
            orders.add(order.toString());
        }
        assertThat(orders).hasSizeGreaterThan(195);
    }

    @Test
    void places_are_spread_evenly() {
        int[][] counts = new int[6][6];
        int keys = 6000;
        for (long key = 0; key < keys; key++) {
            KeyedPermutation shuffle = new KeyedPermutation(6, key);
            for (int i = 0; i < 6; i++) {
                counts[i][(int) shuffle.at(i)]++;
            }
        }
        for (int[] row : counts) {
            for (int count : row) {
                assertThat(count).isBetween(850, 1150);
            }
        }
    }

    @Test
    void huge_sizes_need_no_memory() {
        KeyedPermutation shuffle = new KeyedPermutation(3_000_000_000_000L, 5);
        assertThat(shuffle.at(2_999_999_999_999L)).isBetween(0L, 2_999_999_999_999L);
        assertThat(shuffle.at(0)).isNotEqualTo(shuffle.at(1));
    }

    @Test
    void refuses_what_lies_outside() {
        assertThatThrownBy(() -> new KeyedPermutation(0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyedPermutation(3, 1).at(3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
