package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.imago.api.text.SpecialTokens;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.text.AddedTokens;
import dev.imago.runtime.weights.Safetensors;
import dev.imago.runtime.weights.SafetensorsWriter;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import dev.imago.runtime.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full checkpoint of the Python reference names its encoder, and does not describe it. */
class ReferenceEncoderTest extends PublishedBed {
    private static final Path CASE =
            Path.of("src/test/resources/parity/mm_forward/_model_cos").toAbsolutePath();
    private static final String TOWER = "model.vision_tower.vision_tower.";
    private static final String PATCHES = TOWER + "embeddings.patch_embedding.weight";
    private static final String CONFIG =
            """
            {"model_type": "siglip_vision_model", "hidden_size": 32, "intermediate_size": 80,
             "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 56, "patch_size": 14,
             "layer_norm_eps": 1e-6, "hidden_act": "gelu_pytorch_tanh"}
            """;

    @TempDir Path folder;

    private Path model;
    private HubCacheFolder cache;

    @BeforeEach
    void aFolderThatOnlyNamesItsEncoder() throws IOException {
        model = Files.createDirectories(folder.resolve("run"));
        cache = new HubCacheFolder(folder.resolve("hub"));
        Files.copy(CASE.resolve("config.json"), model.resolve("config.json"));
        AddedTokens.write(
                MODELS.resolve("llama-sharded/tokenizer.json"),
                model,
                List.of(SpecialTokens.IMAGE_START, SpecialTokens.IMAGE_END, "<|eot_id|>"));
    }

    @Test
    void the_published_encoder_describes_that_of_the_checkpoint() throws IOException {
        Files.copy(CASE.resolve("model.safetensors"), model.resolve("model.safetensors"));
        Path siglip = published();
        copy(siglip, name -> name.startsWith(TOWER), name -> name.substring(TOWER.length()), 2);

        try (ModelSession session = open();
                Safetensors own = Safetensors.open(CASE.resolve("model.safetensors"))) {
            assertThat(session.live().model().encoder().preprocessing().size()).isEqualTo(56);
            assertThat(session.live().model().visual().tokens()).isEqualTo(4);
            assertThat(values(session)).isEqualTo(values(own, PATCHES));
        }
    }

    @Test
    void a_checkpoint_without_its_frozen_encoder_takes_the_published_one() throws IOException {
        copy(model, name -> !name.startsWith(TOWER), name -> name, 1);
        Path siglip = published();
        copy(siglip, name -> name.startsWith(TOWER), name -> name.substring(TOWER.length()), 2);

        try (ModelSession session = open();
                Safetensors other = Safetensors.open(siglip.resolve("model.safetensors"))) {
            assertThat(values(session))
                    .isEqualTo(values(other, "vision_model." + PATCHES.substring(TOWER.length())));
        }
    }

    @Test
    void an_encoder_that_is_not_here_is_told_with_the_way_to_it() throws IOException {
        Files.copy(CASE.resolve("model.safetensors"), model.resolve("model.safetensors"));
        assertThatThrownBy(this::open)
                .hasMessageContaining("config.json, mm_vision_tower")
                .hasMessageContaining("'siglip/CLIP-ViT-SO400M-14-384'")
                .hasMessageContaining("imago download hf://google/siglip-so400m-patch14-384");
    }

    private Path published() throws IOException {
        Path siglip = cache.model("google/siglip-so400m-patch14-384");
        Files.writeString(siglip.resolve("config.json"), CONFIG);
        Files.writeString(
                siglip.resolve("preprocessor_config.json"),
                "{\"size\": {\"height\": 56, \"width\": 56}, \"image_mean\": [0.5, 0.5, 0.5],"
                        + " \"image_std\": [0.5, 0.5, 0.5], \"resample\": 3}");
        return siglip;
    }

    private ModelSession open() {
        ModelFolder opened = new ModelFolder(model, cache.environment());
        ModelSession session = new ModelSession(runtime, opened.section(registry));
        session.load();
        return session;
    }

    /** Writes some tensors of the recorded model, times a factor. */
    private void copy(
            Path to, Predicate<String> wanted, UnaryOperator<String> renamed, double factor)
            throws IOException {
        boolean encoder = wanted.test(TOWER);
        try (NDManager scope = runtime.manager().newSubManager();
                Safetensors file = Safetensors.open(CASE.resolve("model.safetensors"))) {
            List<Tensor> tensors =
                    file.tensors().keySet().stream()
                            .filter(wanted)
                            .map(
                                    name ->
                                            new Tensor(
                                                    (encoder ? "vision_model." : "")
                                                            + renamed.apply(name),
                                                    TensorType.F32,
                                                    file.read(runtime.ops(), name, scope)
                                                            .mul(factor)))
                            .toList();
            new SafetensorsWriter(runtime.ops()).write(to.resolve("model.safetensors"), tensors);
        }
    }

    private static float[] values(ModelSession session) {
        return session.store().find(PATCHES).orElseThrow().value().toFloatArray();
    }

    private float[] values(Safetensors file, String name) {
        try (NDManager scope = runtime.manager().newSubManager()) {
            return file.read(runtime.ops(), name, scope).toFloatArray();
        }
    }
}
