package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.OpsBed;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeededInitTest extends OpsBed {
    private NDArray value(Precision precision, Shape shape, Init init) {
        ParameterStore store = new ParameterStore(ops, manager, precision);
        store.root().parameter("first", new Shape(3), Init.ONES);
        store.root().parameter("w", shape, init);
        store.initialise(5);
        return store.find("w").orElseThrow().value();
    }

    @Test
    void bfloat16_is_what_the_engine_makes_of_float32() {
        Shape shape = new Shape(31, 1000);
        NDArray exact = value(Precision.FP32, shape, Init.normal(3));
        NDArray found = value(Precision.BF16, shape, Init.normal(3));
        assertThat(found.toByteBuffer(false))
                .isEqualTo(ops.cast(exact, Precision.BF16).toByteBuffer(false));
    }

    @Test
    void halves_go_to_the_even_side() {
        float[] halves = {1 + 1 / 256f, 1 + 3 / 256f, -1 - 1 / 256f, 0, -0f, 1e-40f};
        NDArray found =
                value(
                        Precision.BF16,
                        new Shape(halves.length),
                        (random, values) -> System.arraycopy(halves, 0, values, 0, halves.length));
        NDArray expected = ops.cast(manager.create(halves), Precision.BF16);
        assertThat(found.toByteBuffer(false)).isEqualTo(expected.toByteBuffer(false));
    }

    @Test
    void pieces_hold_what_the_whole_does() {
        Shape shape = new Shape(5, 5003);
        for (Init init : List.of(Init.normal(3), Init.uniform(2), Init.constant(7))) {
            Init whole = init::fill;
            assertThat(init.inPieces()).isTrue();
            assertThat(whole.inPieces()).isFalse();
            assertThat(value(Precision.FP32, shape, init).toByteBuffer(false))
                    .isEqualTo(value(Precision.FP32, shape, whole).toByteBuffer(false));
        }
    }

    @Test
    void a_scalar_and_an_empty_array_are_filled_too() {
        assertThat(value(Precision.FP32, new Shape(), Init.constant(2)).getFloat()).isEqualTo(2);
        assertThat(value(Precision.FP32, new Shape(0, 3), Init.ONES).size()).isZero();
    }
}
