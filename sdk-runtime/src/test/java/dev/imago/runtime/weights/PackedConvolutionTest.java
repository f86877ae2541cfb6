package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.OpsBed;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedConvolutionTest extends OpsBed {
    @BeforeEach
    void packs() {
        assumeTrue(ops.packsLinear(), "the processor has no use for another order");
    }

    private Conv2d layer(ParameterStore store, int out, int kernel, int stride, boolean bias) {
        Conv2d layer = new Conv2d(ops, store.root().at("conv"), 24, out, kernel, stride, bias);
        store.initialise(3);
        return layer;
    }

    private NDArray images(int side, Precision precision) {
        return ops.cast(manager.randomNormal(new Shape(2, 24, side, side)), precision);
    }

    /** The greatest difference of two answers, in float32. */
    private float apart(NDArray one, NDArray other) {
        assertThat(one.getShape()).isEqualTo(other.getShape());
        NDArray difference = ops.cast(one, Precision.FP32).sub(ops.cast(other, Precision.FP32));
        return difference.abs().max().getFloat();
    }

    private static ByteBuffer bytes(ParameterStore store) {
        return store.find("conv.weight").orElseThrow().value().toByteBuffer(false);
    }

    @ParameterizedTest
    @CsvSource({
        "FP32, 40, 3, 1, true, 1e-5",
        "FP32, 3, 3, 2, true, 1e-5",
        "BF16, 40, 3, 1, true, 0.02",
        "BF16, 8, 3, 2, false, 0.02",
        "BF16, 16, 1, 1, true, 0.02"
    })
    void answers_as_the_plain_weight_at_any_size_and_gives_it_back(
            Precision precision, int out, int kernel, int stride, boolean bias, float tolerance) {
        try (ParameterStore store = new ParameterStore(ops, manager, precision);
                Autograd.Scope off = Autograd.off()) {
            Conv2d layer = layer(store, out, kernel, stride, bias);
            ByteBuffer before = bytes(store);
            NDArray large = images(12, precision);
            NDArray small = images(7, precision);
            NDArray plainLarge = layer.apply(large);
            NDArray plainSmall = layer.apply(small);
            store.prepareForInference();
            assertThat(apart(layer.apply(large), plainLarge)).isLessThan(tolerance);
            // In the order that was best for the other size.
            assertThat(apart(layer.apply(small), plainSmall)).isLessThan(tolerance);
            assertThat(bytes(store)).isEqualTo(before);
        }
    }

    @Test
    void is_plain_again_when_it_is_trained() {
        try (ParameterStore store = new ParameterStore(ops, manager, Precision.FP32)) {
            Conv2d layer = layer(store, 8, 3, 1, true);
            NDArray x = images(6, Precision.FP32);
            NDArray before;
            try (Autograd.Scope off = Autograd.off()) {
                store.prepareForInference();
                before = layer.apply(x);
            }
            store.unfreeze("**");
            try (Autograd.Scope on = Autograd.on()) {
                NDArray after = layer.apply(x);
                assertThat(apart(after, before)).isLessThan(1e-5f);
                Autograd.backward(after.sum());
            }
            assertThat(store.gradients(manager)).containsOnlyKeys("conv.weight", "conv.bias");
            try (Autograd.Scope off = Autograd.off()) {
                store.find("conv.weight").orElseThrow().value().muli(0);
                assertThat(apart(layer.apply(x), before)).isGreaterThan(0.1f);
            }
        }
    }

    @Test
    void leaves_no_arrays_behind() {
        try (ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
                Autograd.Scope off = Autograd.off()) {
            Conv2d layer = layer(store, 8, 3, 1, true);
            NDArray x = images(6, Precision.FP32);
            store.prepareForInference();
            layer.apply(x).close();
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                layer.apply(x).close();
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }
}
