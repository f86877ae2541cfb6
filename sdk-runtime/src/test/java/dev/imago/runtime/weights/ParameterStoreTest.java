package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.testing.NoLeakExtension;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ParameterStoreTest {
    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    @TempDir Path folder;
    private Ops ops;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    private ParameterStore store(Precision precision) {
        return new ParameterStore(ops, leaks.manager(), precision);
    }

    /** Two linears, a buffer and a norm. */
    private static Linear[] model(Weights weights) {
        Weights layer = weights.at("model.layers.0");
        layer.parameter("norm.weight", new Shape(4), Init.ONES);
        weights.buffer("mean", new Shape(3), Init.constant(2));
        return new Linear[] {layer.linear("up", 4, 6, true), layer.linear("down", 6, 4, false)};
    }

    private static NDArray run(Linear[] model, NDArray x) {
        return model[1].apply(model[0].apply(x));
    }

    private ParameterStore filled(Precision precision, long seed) {
        ParameterStore store = store(precision);
        model(store.root());
        store.initialise(seed);
        return store;
    }

    @Test
    void values_depend_on_seed_and_name_alone() {
        ParameterStore first = filled(Precision.FP32, 7);
        ParameterStore reversed = store(Precision.FP32);
        reversed.root().at("model.layers.0").linear("down", 6, 4, false);
        model(reversed.root());
        reversed.initialise(7);
        ParameterStore other = filled(Precision.FP32, 8);
        String name = "model.layers.0.down.weight";
        assertThat(values(reversed, name)).isEqualTo(values(first, name));
        assertThat(values(other, name)).isNotEqualTo(values(first, name));
        assertThat(values(first, "mean")).containsExactly(2, 2, 2);
        assertThat(values(first, "model.layers.0.norm.weight")).containsExactly(1, 1, 1, 1);
    }

    @Test
    void what_is_saved_comes_back_bit_equal() {
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            ParameterStore saved = filled(precision, 7);
            Path file = folder.resolve(precision + ".safetensors");
            new SafetensorsWriter(ops).write(file, saved.tensors());
            ParameterStore loaded = store(precision);
            model(loaded.root());
            try (Safetensors checkpoint = Safetensors.open(file)) {
                loaded.load(checkpoint);
            }
            for (Parameter parameter : saved.parameters()) {
                assertThat(loaded.find(parameter.name()).orElseThrow().value().toByteBuffer(false))
                        .isEqualTo(parameter.value().toByteBuffer(false));
            }
        }
    }

    @Test
    void everything_that_does_not_fit_is_told_at_once_and_nothing_is_filled() {
        ParameterStore other = store(Precision.FP32);
        Weights layer = other.root().at("model.layers.0");
        layer.parameter("norm.weight", new Shape(5), Init.ONES);
        layer.linear("upp", 4, 6, true);
        layer.linear("down", 6, 4, false);
        other.initialise(1);
        Path file = folder.resolve("x.safetensors");
        new SafetensorsWriter(ops).write(file, other.tensors());
        ParameterStore store = store(Precision.FP32);
        model(store.root());
        try (Safetensors checkpoint = Safetensors.open(file)) {
            assertThatThrownBy(() -> store.load(checkpoint))
                    .isInstanceOfSatisfying(
                            ImagoException.class,
                            e -> {
                                assertThat(e.problems()).hasSize(6);
                                assertThat(e.problems())
                                        .allMatch(p -> p.code() == ErrorCode.CHECKPOINT_MISMATCH);
                            })
                    .hasMessageContaining("norm.weight: has shape (5) in the checkpoint")
                    .hasMessageContaining("mean: is missing")
                    .hasMessageContaining("Did you mean 'model.layers.0.upp.weight'");
            assertThatThrownBy(() -> store.parameters().get(0).value())
                    .isInstanceOf(IllegalStateException.class);
            LoadRules rules =
                    LoadRules.EXACT
                            .rename("model.layers.0.upp", "model.layers.0.up")
                            .optional("mean")
                            .ignore("**.norm.weight")
                            .optional("**.norm.weight");
            store.load(checkpoint, rules);
            store.initialise(3);
        }
        assertThat(values(store, "model.layers.0.up.bias")).containsOnly(0);
        assertThat(values(store, "mean")).containsExactly(2, 2, 2);
    }

    @Test
    void globs_decide_what_is_trained() {
        ParameterStore store = filled(Precision.FP32, 7);
        store.unfreeze("**");
        assertThat(store.trainable()).extracting(Parameter::name).doesNotContain("mean").hasSize(4);
        store.freeze("**.bias");
        assertThat(store.trainable()).hasSize(3);
        store.trainOnly(List.of("**.up"));
        assertThat(store.trainable())
                .extracting(Parameter::name)
                .containsExactly("model.layers.0.up.weight", "model.layers.0.up.bias");
        assertThat(store.groups())
                .extracting(ParameterGroup::name, ParameterGroup::trainable)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("model.layers", 30L),
                        org.assertj.core.groups.Tuple.tuple("mean", 0L));
        assertThatThrownBy(() -> store.freeze("**.upp.*"))
                .isInstanceOfSatisfying(
                        ImagoException.class,
                        e ->
                                assertThat(e.problems().get(0).code())
                                        .isEqualTo(ErrorCode.NOTHING_TRAINABLE));
    }

    @Test
    void a_view_shares_memory_but_not_gradients() {
        ParameterStore store = filled(Precision.FP32, 7);
        store.unfreeze("**");
        try (ParameterStore view = store.alias();
                Autograd.Scope on = Autograd.on()) {
            NDArray x = leaks.manager().ones(new Shape(2, 4));
            Autograd.backward(run(model(view.root()), x).sum());
            assertThat(store.gradients(leaks.manager())).isEmpty();
            assertThat(view.gradients(leaks.manager())).hasSize(3);
            Parameter own = store.find("model.layers.0.up.bias").orElseThrow();
            ops.lists()
                    .add(
                            new ai.djl.ndarray.NDList(own.value()),
                            new ai.djl.ndarray.NDList(leaks.manager().ones(new Shape(6))),
                            2);
            assertThat(values(view, "model.layers.0.up.bias")).containsOnly(2);
            view.clearGradients();
            assertThat(view.gradients(leaks.manager())).isEmpty();
        }
    }

    @Test
    void packed_layers_answer_as_plain_ones_until_trained_again() {
        ParameterStore store = filled(Precision.BF16, 7);
        Linear[] model = model(store.root());
        String name = "model.layers.0.up.weight";
        NDArray x = ops.cast(leaks.manager().randomNormal(new Shape(1, 4)), Precision.BF16);
        try (Autograd.Scope off = Autograd.off()) {
            NDArray plain = ops.cast(run(model, x), Precision.FP32);
            ByteBuffer before = store.find(name).orElseThrow().value().toByteBuffer(false);
            store.prepareForInference();
            assertThat(store.find(name).orElseThrow().value().toByteBuffer(false))
                    .isEqualTo(before);
            NDArray packed = ops.cast(run(model, x), Precision.FP32);
            assertThat(packed.sub(plain).abs().max().getFloat()).isLessThan(1e-3f);
        }
        store.unfreeze("**");
        try (Autograd.Scope on = Autograd.on()) {
            NDArray loss = ops.cast(run(model, x).sum(), Precision.FP32);
            Autograd.backward(loss);
        }
        assertThat(store.gradients(leaks.manager())).hasSize(3);
    }

    @Test
    void training_steps_leave_no_arrays_behind() {
        ParameterStore store = filled(Precision.FP32, 7);
        store.unfreeze("**");
        Linear[] model = model(store.root());
        leaks.assertSteady(
                () -> {
                    try (NDManager scope = leaks.manager().newSubManager();
                            Autograd.Scope on = Autograd.on()) {
                        Autograd.backward(run(model, scope.ones(new Shape(2, 4))).sum());
                        assertThat(store.gradients(scope)).hasSize(3);
                        store.clearGradients();
                    }
                });
    }

    @Test
    void one_name_cannot_have_two_shapes() {
        ParameterStore store = store(Precision.FP32);
        store.root().linear("up", 4, 6, false);
        assertThatThrownBy(() -> store.root().linear("up", 4, 8, false))
                .hasMessageContaining("(6, 4)")
                .hasMessageContaining("(8, 4)");
    }

    private static float[] values(ParameterStore store, String name) {
        return store.find(name).orElseThrow().value().toFloatArray();
    }
}
