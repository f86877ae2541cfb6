package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.runtime.recipe.AdapterSection;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.Quantization.Bits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** QLoRA: adapters that are trained beside a base in few bits. */
class QuantizedAdaptersTest {
    private static final int WIDTH = 64;

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private Ops ops;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    private ParameterStore store() {
        AdapterSection section =
                new AdapterSection("default", List.of("**"), 4, 8.0, 0.0, false, false, null, null);
        Adapters adapters = Adapters.of(ops, List.of(section));
        ParameterStore store = new ParameterStore(ops, leaks.manager(), Precision.FP32, adapters);
        layers(store);
        return store;
    }

    private static List<Linear> layers(ParameterStore store) {
        return List.of(
                store.root().at("a").linear("up", WIDTH, 128, false, Init.normal(0.2)),
                store.root().at("b").linear("down", 128, WIDTH, false, Init.normal(0.2)));
    }

    /** A base in few bits whose adapters are no longer those of the start. */
    private ParameterStore quantised(Bits bits) {
        ParameterStore store = store();
        store.quantize(Quantization.of(bits));
        store.initialise(5);
        leaks.manager().getEngine().setRandomSeed(9);
        for (Parameter parameter : store.parameters()) {
            if (parameter.name().contains("lora_")) {
                ((StoredParameter) parameter)
                        .fill(leaks.manager().randomNormal(parameter.shape()).mul(0.1));
            }
        }
        store.trainOnly(List.of("**.{lora_A,lora_B}.**"));
        return store;
    }

    /** Whole weights of the same numbers. */
    private ParameterStore dense(ParameterStore quantised) {
        ParameterStore store = store();
        for (Parameter parameter : store.parameters()) {
            NDArray value = quantised.find(parameter.name()).orElseThrow().value();
            ((StoredParameter) parameter).fill(Autograd.leaf(value, false).duplicate());
        }
        store.trainOnly(List.of("**.{lora_A,lora_B}.**"));
        return store;
    }

    private Map<String, float[]> gradients(ParameterStore store) {
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope on = Autograd.on()) {
            leaks.manager().getEngine().setRandomSeed(1);
            NDArray x = scope.randomNormal(new Shape(5, WIDTH));
            List<Linear> layers = layers(store);
            NDArray y = layers.get(1).apply(ops.silu(layers.get(0).apply(x)));
            Autograd.backward(y.square().sum());
            Map<String, float[]> gradients = new TreeMap<>();
            store.gradients(scope).forEach((name, g) -> gradients.put(name, g.toFloatArray()));
            store.clearGradients();
            return gradients;
        }
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void gradients_are_those_of_adapters_over_the_same_numbers_in_full(Bits bits) {
        ParameterStore quantised = quantised(bits);
        Map<String, float[]> found = gradients(quantised);
        Map<String, float[]> wanted = gradients(dense(quantised));
        assertThat(found.keySet()).isEqualTo(wanted.keySet()).hasSize(4);
        wanted.forEach((name, values) -> assertClose(name, found.get(name), values));
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void workers_train_over_the_same_few_bits(Bits bits) {
        ParameterStore store = quantised(bits);
        Map<String, float[]> wanted = gradients(store);
        try (ParameterStore view = store.alias()) {
            layers(view);
            Map<String, float[]> found = gradients(view);
            wanted.forEach((name, values) -> assertClose(name, found.get(name), values));
        }
    }

    private static void assertClose(String name, float[] found, float[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found[i])
                    .as(name)
                    .isCloseTo(wanted[i], within(1e-3f * Math.max(1, Math.abs(wanted[i]))));
        }
    }

    @Test
    void a_step_leaves_no_arrays_behind() {
        ParameterStore store = quantised(Bits.INT4);
        leaks.assertSteady(() -> assertThat(gradients(store)).hasSize(4));
    }

    @Test
    void a_merged_adapter_leaves_a_quantised_layer() {
        ParameterStore store = quantised(Bits.INT8);
        Linear up = layers(store).get(0);
        NDArray x = leaks.manager().randomNormal(new Shape(2, WIDTH));
        try (Autograd.Scope off = Autograd.off()) {
            float[] before = up.apply(x).toFloatArray();
            store.freeze("**");
            store.mergeAdapter("default");
            float[] after = up.apply(x).toFloatArray();
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i]).isCloseTo(before[i], within(0.1f));
            }
            assertThat(up.packedWeight()).isPresent();
        }
    }
}
