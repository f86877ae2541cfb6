package dev.imago.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void round_numbers_divide_the_range() {
        assertThat(Axis.of(0.31, 2.9, 4)).isEqualTo(new Axis(0, 3, 1));
        assertThat(Axis.of(-0.93, -0.02, 4).ticks()).containsExactly(-1.0, -0.5, 0.0);
    }

    @Test
    void a_flat_line_has_room_around_it() {
        Axis axis = Axis.of(5, 5, 4);
        assertThat(axis.from()).isLessThan(5);
        assertThat(axis.to()).isGreaterThan(5);
        assertThat(Axis.of(0, 0, 4).share(0)).isEqualTo(0.5);
    }

    @Test
    void a_tight_axis_ends_with_the_values() {
        Axis axis = Axis.tight(1, 2500, 4);
        assertThat(axis.from()).isEqualTo(1);
        assertThat(axis.to()).isEqualTo(2500);
        assertThat(axis.ticks()).containsExactly(1000.0, 2000.0);
    }
}
