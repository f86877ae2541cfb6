package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PackedWeight;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.Quantization.Bits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizedLinearTest {
    private static final int IN = 192;
    private static final String WIDE = "block.wide.weight";

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    @TempDir Path folder;
    private Ops ops;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    /** Two layers whose weights lie together, one with a bias, and one of other width. */
    private static List<Linear> layers(Weights root) {
        Weights block = root.at("block");
        return List.of(
                block.linear("narrow", IN, 64, false, Init.normal(1)),
                block.linear("wide", IN, 128, true, Init.normal(1)),
                block.linear("odd", 50, 7, false, Init.normal(1)));
    }

    private ParameterStore store(Precision precision, Quantization plan) {
        ParameterStore store = new ParameterStore(ops, leaks.manager(), precision);
        layers(store.root());
        if (plan != null) {
            store.quantize(plan);
        }
        store.initialise(5);
        return store;
    }

    private NDArray input(int rows, int in, Precision precision) {
        leaks.manager().getEngine().setRandomSeed(3);
        return ops.cast(leaks.manager().randomNormal(new Shape(rows, in)), precision);
    }

    /** Length of the difference by the length of what was wanted. */
    private double error(NDArray found, NDArray wanted) {
        NDArray whole = ops.cast(wanted, Precision.FP32);
        NDArray difference = ops.cast(found, Precision.FP32).sub(whole);
        return difference.norm().getFloat() / whole.norm().getFloat();
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, FP32, 0.01",
        "INT8, BF16, 0.015",
        "INT4, FP32, 0.11",
        "INT4, BF16, 0.11",
        "NF4, FP32, 0.11",
        "NF4, BF16, 0.11",
        "NF4_DOUBLE, FP32, 0.11",
        "NF4_DOUBLE, BF16, 0.11"
    })
    void answers_are_near_those_of_whole_weights_for_any_number_of_rows(
            Bits bits, Precision precision, double tolerance) {
        List<Linear> whole = layers(store(precision, null).root());
        List<Linear> few = layers(store(precision, Quantization.of(bits)).root());
        try (Autograd.Scope off = Autograd.off()) {
            for (int rows : new int[] {1, 3, 17, 200}) {
                for (int i = 0; i < whole.size(); i++) {
                    NDArray x = input(rows, whole.get(i).in(), precision);
                    assertThat(error(few.get(i).apply(x), whole.get(i).apply(x)))
                            .as("layer %s, %s rows", i, rows)
                            .isLessThan(tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void few_rows_and_many_read_the_same_numbers(Bits bits) {
        ParameterStore store = store(Precision.FP32, Quantization.of(bits));
        Linear wide = layers(store.root()).get(1);
        NDArray plain = store.find(WIDE).orElseThrow().value();
        NDArray bias = store.find("block.wide.bias").orElseThrow().value();
        try (Autograd.Scope off = Autograd.off()) {
            for (int rows : new int[] {1, 300}) {
                NDArray x = input(rows, IN, Precision.FP32);
                assertThat(error(wide.apply(x), ops.linear(x, plain, bias))).isLessThan(1e-5);
            }
        }
    }

    @Test
    void eight_bits_are_within_half_a_step_of_each_row() {
        NDArray whole = store(Precision.FP32, null).find(WIDE).orElseThrow().value();
        NDArray few =
                store(Precision.FP32, Quantization.of(Bits.INT8)).find(WIDE).orElseThrow().value();
        NDArray step = whole.abs().max(new int[] {1}, true).div(127);
        assertThat(few.sub(whole).abs().div(step).max().getFloat()).isLessThan(0.5001f);
    }

    @Test
    void four_bits_are_within_half_a_step_of_each_group() {
        NDArray whole = store(Precision.FP32, null).find(WIDE).orElseThrow().value();
        NDArray few =
                store(Precision.FP32, Quantization.of(Bits.INT4)).find(WIDE).orElseThrow().value();
        NDArray groups = whole.reshape(128, 6, 32);
        NDArray step = groups.max(new int[] {2}, true).sub(groups.min(new int[] {2}, true)).div(15);
        NDArray off = few.sub(whole).abs().reshape(128, 6, 32).div(step);
        assertThat(off.max().getFloat()).isLessThan(0.5001f);
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void columns_that_blocks_do_not_divide_get_eight_bits(Bits bits) {
        ParameterStore few = store(Precision.FP32, Quantization.of(bits));
        PackedWeight odd = ((StoredParameter) few.find("block.odd.weight").orElseThrow()).packed();
        assertThat(odd.format()).isEqualTo(PackedWeight.Format.INT8);
        PackedWeight wide = ((StoredParameter) few.find(WIDE).orElseThrow()).packed();
        assertThat(wide.format()).isEqualTo(bits.format());
    }

    @Test
    void only_layers_that_are_named_lose_bits() {
        Quantization plan = new Quantization(Bits.INT8, List.of("block.wide"), 32);
        ParameterStore whole = store(Precision.FP32, null);
        ParameterStore some = store(Precision.FP32, plan);
        for (String name : List.of("block.narrow.weight", "block.odd.weight", "block.wide.bias")) {
            assertThat(some.find(name).orElseThrow().value().toFloatArray())
                    .isEqualTo(whole.find(name).orElseThrow().value().toFloatArray());
        }
        assertThatThrownBy(
                        () -> some.quantize(new Quantization(Bits.INT8, List.of("blok.wide"), 32)))
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll("quantize_layers", "'blok.wide'", "block.wide");
    }

    @Test
    void a_quantised_layer_is_not_trained() {
        ParameterStore store = store(Precision.FP32, Quantization.of(Bits.INT8));
        assertThatThrownBy(() -> store.unfreeze("block.narrow"))
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll("block.narrow.weight", "is quantised");
    }

    @Test
    void values_that_are_loaded_later_are_quantised_too() {
        ParameterStore whole = store(Precision.FP32, null);
        Path file = folder.resolve("model.safetensors");
        new SafetensorsWriter(ops).write(file, whole.tensors());
        ParameterStore few = new ParameterStore(ops, leaks.manager(), Precision.FP32);
        layers(few.root());
        few.quantize(Quantization.of(Bits.INT8));
        for (int time = 0; time < 2; time++) {
            try (Safetensors saved = Safetensors.open(file)) {
                few.load(saved);
            }
            assertThat(few.find(WIDE).orElseThrow().value().toFloatArray())
                    .isEqualTo(
                            store(Precision.FP32, Quantization.of(Bits.INT8))
                                    .find(WIDE)
                                    .orElseThrow()
                                    .value()
                                    .toFloatArray());
        }
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void gradients_of_the_input_are_those_of_the_numbers_that_are_kept(Bits bits) {
        ParameterStore store = store(Precision.FP32, Quantization.of(bits));
        Linear wide = layers(store.root()).get(1);
        float[] found = gradient(wide::apply);
        NDArray plain = store.find(WIDE).orElseThrow().value();
        float[] wanted = gradient(x -> ops.linear(x, plain, null));
        for (int i = 0; i < wanted.length; i++) {
            // Scales come before or after the product, whose order of sums is the machine's.
            float tolerance = 3e-5f * Math.max(10, Math.abs(wanted[i]));
            assertThat(found[i]).isCloseTo(wanted[i], within(tolerance));
        }
    }

    private float[] gradient(java.util.function.UnaryOperator<NDArray> layer) {
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope on = Autograd.on()) {
            NDArray x = Autograd.leaf(input(3, IN, Precision.FP32), true);
            x.attach(scope);
            Autograd.backward(layer.apply(x).square().sum());
            return Autograd.gradient(x).orElseThrow().toFloatArray();
        }
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void steps_leave_no_arrays_behind(Bits bits) {
        ParameterStore store = store(Precision.FP32, Quantization.of(bits));
        List<Linear> layers = layers(store.root());
        leaks.assertSteady(
                () -> {
                    try (NDManager scope = leaks.manager().newSubManager();
                            Autograd.Scope off = Autograd.off()) {
                        layers.get(0).apply(scope.ones(new Shape(2, IN)));
                        layers.get(0).apply(scope.ones(new Shape(100, IN)));
                    }
                });
    }
}
