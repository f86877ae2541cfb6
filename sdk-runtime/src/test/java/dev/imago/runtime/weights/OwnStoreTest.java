package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.testing.OpsBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnStoreTest extends OpsBed {
    @TempDir private Path folder;

    private StoredWeights weights(String... names) {
        StoredWeights weights = new OwnStore(ops, manager, Precision.FP32);
        for (String name : names) {
            weights.root().parameter(name, new Shape(2, 3), Init.normal(1));
        }
        return weights;
    }

    private static float[] values(StoredWeights weights, int index) {
        return weights.parameters().get(index).value().toFloatArray();
    }

    @Test
    void what_is_saved_under_a_name_without_ending_loads_bit_by_bit() {
        Path path = folder.resolve("diffusion_pytorch_model");
        StoredWeights first = weights("a", "b");
        first.initialise(1);
        first.save(path);
        assertThat(folder.resolve("diffusion_pytorch_model.safetensors")).exists();
        StoredWeights second = weights("a", "b");
        second.load(path, UnaryOperator.identity());
        assertThat(values(second, 1)).isEqualTo(values(first, 1));
    }

    @Test
    void keys_are_renamed_and_those_without_a_name_are_passed_over() {
        Path file = folder.resolve("old.safetensors");
        StoredWeights old = weights("query", "unused");
        old.initialise(1);
        old.save(file);
        StoredWeights now = weights("to_q");
        now.load(file, key -> key.equals("query") ? "to_q" : null);
        assertThat(values(now, 0)).isEqualTo(values(old, 0));
    }

    @Test
    void every_key_that_does_not_fit_is_named_at_once() {
        Path file = folder.resolve("other.safetensors");
        StoredWeights other = weights("a", "x");
        other.initialise(1);
        other.save(file);
        StoredWeights wanted = weights("a", "b", "c");
        assertThatThrownBy(() -> wanted.load(file, UnaryOperator.identity()))
                .hasMessageContaining("x: is in the checkpoint")
                .hasMessageContaining("b: is missing")
                .hasMessageContaining("c: is missing");
    }

    @Test
    void shards_of_any_name_are_read_and_all_missing_ones_named() throws IOException {
        Path path = folder.resolve("diffusion_pytorch_model");
        ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
        for (String name : List.of("a", "b", "c")) {
            store.root().parameter(name, new Shape(2, 3), Init.normal(1));
        }
        store.initialise(1);
        new SafetensorsWriter(ops).writeNamed(path, store.tensors(), 30);
        StoredWeights read = weights("a", "b", "c");
        read.load(path, UnaryOperator.identity());
        assertThat(read.parameters()).extracting(Parameter::name).containsExactly("a", "b", "c");
        assertThat(values(read, 2)).isEqualTo(store.find("c").orElseThrow().value().toFloatArray());
        Files.delete(folder.resolve("diffusion_pytorch_model-00001-of-00003.safetensors"));
        Files.delete(folder.resolve("diffusion_pytorch_model-00003-of-00003.safetensors"));
        assertThatThrownBy(() -> Safetensors.open(path))
                .hasMessageContaining("00001-of-00003")
                .hasMessageContaining("00003-of-00003");
    }

    @Test
    void only_what_is_trained_has_gradients() {
        StoredWeights weights = weights("a", "b");
        weights.initialise(1);
        weights.trainOnly(List.of("b"));
        try (Autograd.Scope on = Autograd.on()) {
            NDArray a = weights.parameters().get(0).value();
            NDArray b = weights.parameters().get(1).value();
            Autograd.backward(a.mul(b).sum());
            assertThat(weights.gradients(manager)).containsOnlyKeys("b");
            assertThat(weights.gradients(manager).get("b").toFloatArray())
                    .isEqualTo(a.toFloatArray());
        }
        weights.clearGradients();
        assertThat(weights.gradients(manager)).isEmpty();
    }
}
