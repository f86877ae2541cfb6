package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class TensorComparisonTest {
    private static final Shape SQUARE = new Shape(2, 2);

    private static TensorComparison compare(Tolerance tolerance, float... actual) {
        return TensorComparison.of("x", actual, new float[] {1, 2, 3, 4}, SQUARE, tolerance);
    }

    @Test
    void the_largest_difference_is_told_with_its_index() {
        TensorComparison result = compare(Tolerance.absolute(0.1), 1, 2, 3.5f, 4.25f);
        assertThat(result.passed()).isFalse();
        assertThat(result.error()).isEqualTo(0.5);
        assertThat(result.place()).isEqualTo("[1, 0]");
    }

    @Test
    void the_relative_part_grows_with_the_largest_expected_number() {
        Tolerance tolerance = new Tolerance(0.1, 0.1, Double.POSITIVE_INFINITY, 0);
        assertThat(compare(tolerance, 1.45f, 2, 3, 4).allowed()).isEqualTo(0.5);
        assertThat(compare(tolerance, 1.45f, 2, 3, 4).passed()).isTrue();
    }

    @Test
    void a_mean_beyond_its_bound_fails_although_each_number_is_near() {
        Tolerance tolerance = new Tolerance(0.2, 0, 0.05, 0);
        assertThat(compare(tolerance, 1.15f, 2, 3, 4).passed()).isTrue();
        TensorComparison result = compare(tolerance, 1.15f, 2.15f, 3.15f, 4.15f);
        assertThat(result.passed()).isFalse();
        assertThat(result.name()).isEqualTo("x (mean)");
    }

    @Test
    void one_number_may_be_off_by_more_where_few_may() {
        Tolerance tolerance = new Tolerance(0.1, 0, 1, 0.5);
        assertThat(compare(tolerance, 1.4f, 2, 3, 4).passed()).isTrue();
        assertThat(compare(tolerance, 1.6f, 2, 3, 4).passed()).isFalse();
        assertThat(compare(tolerance, 1.4f, 2.4f, 3, 4).passed()).isFalse();
    }

    @Test
    void not_a_number_never_agrees() {
        TensorComparison result = compare(Tolerance.absolute(1e9), 1, Float.NaN, 3, 4);
        assertThat(result.passed()).isFalse();
        assertThat(result.place()).isEqualTo("at [0, 1] is NaN");
        assertThat(TensorComparison.of("loss", Double.NaN, 1, Tolerance.LOSS).passed()).isFalse();
    }

    @Test
    void lists_of_integers_tell_where_they_part() {
        assertThat(TensorComparison.exact("ids", new long[] {1, 2}, new long[] {1, 2}).passed())
                .isTrue();
        assertThat(TensorComparison.exact("ids", new long[] {1}, new long[] {1, 2}).place())
                .isEqualTo("at 1 is at its end, expected 2");
    }
}
