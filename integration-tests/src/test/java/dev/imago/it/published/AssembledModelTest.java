package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.text.SpecialTokens;
import dev.imago.runtime.export.ExportFormat;
import dev.imago.runtime.export.ModelExport;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.SafetensorsWriter;
import dev.imago.runtime.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unified model put together from published parts: new tokens, saving, exports and back. */
class AssembledModelTest extends PublishedBed {

    /** Rows of the published embedding. */
    private static final int ROWS = 300;

    /** Tokens of the published tokenizer. */
    private static final int TOKENS = 290;

    @TempDir Path folder;

    private ModelSection section(String more) throws IOException {
        Path file = folder.resolve("model.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "encoder: {type: auto, weights: " + MODELS.resolve("siglip-vision") + "}",
                        "reducer: {type: interpolation, tokens: 4}",
                        "normalize: l2",
                        "connector:",
                        "  type: mlp2x_gelu",
                        "  weights: " + MODELS.resolve("reference/mm_projector.bin"),
                        "backbone:",
                        "  type: auto",
                        "  weights: " + MODELS.resolve("llama-sharded"),
                        "  vocab_size: 302",
                        "heads: {vision: {type: mlp}}",
                        "template: llama3",
                        more));
        return new RecipeLoader(Map.of()).load(ModelSection.class, file, registry);
    }

    @Test
    void rows_for_new_tokens_are_the_mean_and_the_rest_is_as_published() throws IOException {
        try (ModelSession session = new ModelSession(runtime, section(""));
                Checkpoint published = Checkpoint.open(MODELS.resolve("llama-sharded"));
                NDManager scope = runtime.manager().newSubManager()) {
            session.fill(7);
            for (String name : new String[] {"model.embed_tokens.weight", "lm_head.weight"}) {
                float[] rows = values(session, name);
                NDArray own = published.read(runtime.ops(), name, scope, Precision.FP32);
                int width = (int) own.getShape().get(1);
                assertThat(Arrays.copyOf(rows, ROWS * width)).isEqualTo(own.toFloatArray());
                float[] mean = own.mean(new int[] {0}).toFloatArray();
                for (int row = ROWS; row < ROWS + 2; row++) {
                    assertThat(Arrays.copyOfRange(rows, row * width, (row + 1) * width))
                            .isEqualTo(mean);
                }
            }
            assertThat(SpecialTokens.of(session.live().model().tokenizer()))
                    .isEqualTo(new SpecialTokens(TOKENS, TOKENS + 1));
        }
    }

    @Test
    void the_reference_s_connector_is_found_in_its_file() throws IOException {
        try (ModelSession session = new ModelSession(runtime, section(""));
                Checkpoint file = Checkpoint.open(MODELS.resolve("reference/mm_projector.bin"));
                NDManager scope = runtime.manager().newSubManager()) {
            session.fill(7);
            for (String name : file.shapes().keySet()) {
                assertThat(values(session, name))
                        .as(name)
                        .isEqualTo(
                                file.read(runtime.ops(), name, scope, Precision.FP32)
                                        .toFloatArray());
            }
        }
    }

    @Test
    void with_embeddings_in_it_the_reference_s_file_lies_above_the_backbone_s() throws IOException {
        Path trained = MODELS.resolve("reference/mm_projector_tokens.bin");
        try (ModelSession session = new ModelSession(runtime, section("weights: " + trained));
                Checkpoint file = Checkpoint.open(trained);
                NDManager scope = runtime.manager().newSubManager()) {
            session.check();
            session.fill(7);
            assertThat(file.shapes().keySet()).contains("model.embed_tokens.weight").hasSize(5);
            for (String name : file.shapes().keySet()) {
                assertThat(values(session, name))
                        .as(name)
                        .isEqualTo(
                                file.read(runtime.ops(), name, scope, Precision.FP32)
                                        .toFloatArray());
            }
        }
    }

    @Test
    void a_folder_with_new_tokens_loads_the_same_bits() throws IOException {
        Path saved = folder.resolve("saved");
        Map<String, float[]> before;
        try (ModelSession session = new ModelSession(runtime, section(""))) {
            session.fill(7);
            before = values(session);
            new ModelFolder(saved).save(session, "# Assembled\n");
        }
        try (ModelSession session =
                new ModelSession(runtime, new ModelFolder(saved).section(registry))) {
            session.load();
            assertThat(values(session)).usingRecursiveComparison().isEqualTo(before);
            assertThat(session.live().model().tokenizer().id("<image_end>")).hasValue(TOKENS + 1);
        }
    }

    @Test
    void too_few_rows_for_the_tokens_are_told_with_the_right_number() throws IOException {
        Path tokenizer = MODELS.resolve("llama-sharded/tokenizer.json");
        Path larger = folder.resolve("tokenizer.json");
        Files.writeString(
                larger, Files.readString(tokenizer).replaceFirst("\"id\": 2,", "\"id\": 400,"));
        assertThatThrownBy(() -> new ModelSession(runtime, section("tokenizer: " + larger)))
                .hasMessageContaining("an embedding of 302 rows")
                .hasMessageContaining("vocab_size: 403");
    }

    @Test
    void a_tied_embedding_stored_twice_must_be_the_same_twice() throws IOException {
        Path twice = storedTwice("same", 1);
        try (ModelSession session = new ModelSession(runtime, tied(twice))) {
            session.fill(7);
            assertThat(session.store().find("lm_head.weight")).isEmpty();
        }
        Path differing = storedTwice("other", 2);
        try (ModelSession session = new ModelSession(runtime, tied(differing))) {
            assertThatThrownBy(session::check)
                    .hasMessageContaining("lm_head.weight")
                    .hasMessageContaining("differs from model.embed_tokens.weight")
                    .hasMessageContaining("tie_word_embeddings: false");
        }
    }

    private ModelSection tied(Path weights) throws IOException {
        Path file = folder.resolve("tied.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "backbone: {type: auto, weights: " + weights + ", vocab_size: 320}",
                        "heads: {}",
                        "tokenizer: " + MODELS.resolve("llama-sharded"),
                        "template: plain"));
        return new RecipeLoader(Map.of()).load(ModelSection.class, file, registry);
    }

    /** The published Qwen2, with its tied output as a tensor of its own. */
    private Path storedTwice(String name, double factor) throws IOException {
        Path published = MODELS.resolve("qwen2-bin");
        Path to = Files.createDirectories(folder.resolve(name));
        Files.copy(published.resolve("config.json"), to.resolve("config.json"));
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        try (Checkpoint checkpoint = Checkpoint.open(published);
                NDManager scope = runtime.manager().newSubManager()) {
            for (String key : checkpoint.shapes().keySet()) {
                NDArray array = checkpoint.read(runtime.ops(), key, scope, Precision.FP32);
                if (!key.equals("lm_head.weight")) {
                    tensors.add(new SafetensorsWriter.Tensor(key, TensorType.F32, array));
                }
                if (key.equals("model.embed_tokens.weight")) {
                    NDArray output = array.mul(factor);
                    tensors.add(
                            new SafetensorsWriter.Tensor("lm_head.weight", TensorType.F32, output));
                }
            }
            new SafetensorsWriter(runtime.ops()).write(to.resolve("model.safetensors"), tensors);
        }
        return to;
    }

    @Test
    void an_export_for_the_reference_reads_back_as_the_same_model() throws IOException {
        Path saved = saved();
        Path exported = folder.resolve("metamorph");
        ModelExport.Exported result = export(ExportFormat.METAMORPH, saved, exported);
        assertThat(result.difference()).isZero();
        JsonNode config = new ObjectMapper().readTree(exported.resolve("config.json").toFile());
        assertThat(config.path("model_type").asText()).isEqualTo("metamorph_llama");
        assertThat(config.path("mm_projector_type").asText()).isEqualTo("mlp2x_gelu");
        assertThat(config.path("num_image_tokens").asInt()).isEqualTo(4);
        assertThat(config.path("normalize_vision").asBoolean()).isTrue();
        try (Checkpoint checkpoint = Checkpoint.open(exported)) {
            assertThat(checkpoint.shapes())
                    .containsKeys(
                            "model.vision_tower.vision_tower.embeddings.patch_embedding.weight",
                            "model.mm_projector.2.bias",
                            "vision_head.0.weight",
                            "lm_head.weight");
        }
    }

    @Test
    void an_export_of_the_language_model_reads_back_as_the_same() throws IOException {
        Path exported = folder.resolve("hf");
        ModelExport.Exported result = export(ExportFormat.HF, saved(), exported);
        assertThat(result.difference()).isZero();
        assertThat(result.files())
                .contains("config.json", "generation_config.json", "tokenizer.json");
        JsonNode config = new ObjectMapper().readTree(exported.resolve("config.json").toFile());
        assertThat(config.path("architectures").path(0).asText()).isEqualTo("LlamaForCausalLM");
        assertThat(config.path("vocab_size").asInt()).isEqualTo(302);
        assertThat(config.path("rope_scaling").path("rope_type").asText()).isEqualTo("llama3");
    }

    @Test
    void a_published_folder_becomes_a_model_folder() {
        Path exported = folder.resolve("imago");
        export(ExportFormat.IMAGO, MODELS.resolve("llama-sharded"), exported);
    }

    @Test
    void what_is_there_is_never_overwritten() throws IOException {
        Path saved = saved();
        assertThatThrownBy(() -> export(ExportFormat.HF, saved, saved))
                .hasMessageContaining("is there already");
        assertThat(saved.resolve("imago.yaml")).exists();
    }

    @Test
    void parts_that_the_reference_lacks_are_told_by_their_key() throws IOException {
        Path saved = folder.resolve("saved");
        try (ModelSession session =
                new ModelSession(runtime, replaced("normalize: l2", "normalize: centered_l2"))) {
            session.fill(7);
            new ModelFolder(saved).save(session, "# Assembled\n");
        }
        Path exported = folder.resolve("out");
        assertThatThrownBy(() -> export(ExportFormat.METAMORPH, saved, exported))
                .hasMessageContaining("model.normalize")
                .hasMessageContaining("'centered_l2', which the Python reference does not have");
        assertThat(exported).doesNotExist();
    }

    private ModelSection replaced(String from, String to) throws IOException {
        section("");
        Path file = folder.resolve("model.yaml");
        Files.writeString(file, Files.readString(file).replace(from, to));
        return new RecipeLoader(Map.of()).load(ModelSection.class, file, registry);
    }

    private Path saved() throws IOException {
        Path saved = folder.resolve("saved");
        try (ModelSession session = new ModelSession(runtime, section(""))) {
            session.fill(7);
            new ModelFolder(saved).save(session, "# Assembled\n");
        }
        return saved;
    }

    private ModelExport.Exported export(ExportFormat format, Path from, Path to) {
        return new ModelExport(registry, new ModelExport.Options(format, null, null)).run(from, to);
    }

    private static float[] values(ModelSession session, String name) {
        return session.store().find(name).map(Parameter::value).orElseThrow().toFloatArray();
    }

    private static Map<String, float[]> values(ModelSession session) {
        Map<String, float[]> values = new LinkedHashMap<>();
        session.store().parameters().forEach(p -> values.put(p.name(), p.value().toFloatArray()));
        return values;
    }
}
