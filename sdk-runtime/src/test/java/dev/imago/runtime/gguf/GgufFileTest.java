package dev.imago.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {
    private static final Path CASES = Path.of("src/test/resources/gguf");

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private Ops ops;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    @ParameterizedTest
    @EnumSource(GgufType.class)
    void every_type_is_read_bit_by_bit_as_ggml_does(GgufType type) {
        try (GgufFile file = GgufFile.open(CASES.resolve("types.gguf"))) {
            GgufTensor packed = file.tensors().get(type.name());
            assertThat(packed.type()).isEqualTo(type);
            assertThat(packed.shape()).isEqualTo(new Shape(2, 256));
            NDArray expected = read(file, type.name() + ".expected");
            assertThat(read(file, type.name()).toByteBuffer()).isEqualTo(expected.toByteBuffer());
        }
    }

    private NDArray read(GgufFile file, String name) {
        return file.read(
                ops,
                file.tensors().get(name),
                LongUnaryOperator.identity(),
                leaks.manager(),
                Precision.FP32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2"})
    void tensors_have_published_names_and_rows_in_published_order(String family) {
        try (Checkpoint file = Checkpoint.open(CASES.resolve(family + ".gguf"));
                Safetensors published = Safetensors.open(CASES.resolve(family + ".safetensors"))) {
            assertThat(published.shapes()).hasSizeGreaterThanOrEqualTo(4);
            published
                    .shapes()
                    .forEach(
                            (key, shape) -> {
                                assertThat(file.shapes()).containsEntry(key, shape);
                                assertThat(read(file, key).toByteBuffer())
                                        .as(key)
                                        .isEqualTo(read(published, key).toByteBuffer());
                            });
            assertThat(file.shapes())
                    .containsKeys(
                            "model.embed_tokens.weight",
                            "model.norm.weight",
                            "model.layers.0.input_layernorm.weight",
                            "model.layers.0.post_attention_layernorm.weight",
                            "model.layers.0.mlp.down_proj.weight");
        }
    }

    private NDArray read(Checkpoint checkpoint, String key) {
        return checkpoint.read(ops, key, leaks.manager(), Precision.FP32);
    }

    @Test
    void the_configuration_has_the_keys_of_a_published_one() {
        try (GgufFile file = GgufFile.open(CASES.resolve("llama.gguf"))) {
            Map<String, Object> keys = new GgufConfig(file).keys();
            assertThat(keys)
                    .containsEntry("model_type", "llama")
                    .containsEntry("hidden_size", 32L)
                    .containsEntry("intermediate_size", 64L)
                    .containsEntry("num_hidden_layers", 1L)
                    .containsEntry("num_attention_heads", 2L)
                    .containsEntry("num_key_value_heads", 1L)
                    .containsEntry("head_dim", 16)
                    .containsEntry("rms_norm_eps", 1e-5)
                    .containsEntry("rope_theta", 20000.0)
                    .containsEntry("tie_word_embeddings", true)
                    .containsEntry("vocab_size", 265L);
        }
    }

    @Test
    void a_tensor_is_read_in_the_precision_that_is_wanted() {
        try (GgufFile file = GgufFile.open(CASES.resolve("types.gguf"))) {
            NDArray narrow =
                    file.read(
                            ops,
                            file.tensors().get("Q4_K"),
                            LongUnaryOperator.identity(),
                            leaks.manager(),
                            Precision.BF16);
            assertThat(Precision.of(narrow)).isEqualTo(Precision.BF16);
            NDArray wide = ops.cast(read(file, "Q4_K"), Precision.BF16);
            assertThat(narrow.toByteBuffer(false)).isEqualTo(wide.toByteBuffer(false));
        }
    }

    @Test
    void reading_leaves_no_arrays_behind() {
        try (Checkpoint file = Checkpoint.open(CASES.resolve("llama.gguf"))) {
            leaks.assertSteady(
                    () -> {
                        try (NDManager scope = leaks.manager().newSubManager()) {
                            file.shapes()
                                    .keySet()
                                    .forEach(key -> file.read(ops, key, scope, Precision.FP32));
                        }
                    });
        }
    }
}
