package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.nn.Autograd;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.weights.Safetensors;
import dev.imago.runtime.weights.SafetensorsWriter;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import dev.imago.runtime.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter's folder as MODEL: known by what is in it, opened over the base that it names. */
class AdapterFolderTest extends PublishedBed {
    private static final Path LORA = MODELS.resolve("reference-lora");
    private static final String TENSORS = "adapter_model.safetensors";

    @TempDir Path folder;

    private Path adapter;
    private HubCacheFolder cache;

    @BeforeEach
    void anAdapter() throws IOException {
        adapter = Files.createDirectories(folder.resolve("anything"));
        cache = new HubCacheFolder(folder.resolve("hub"));
        Files.copy(LORA.resolve(TENSORS), adapter.resolve(TENSORS));
    }

    @Test
    void peft_s_folder_opens_over_a_base_elsewhere_with_the_tokens_it_added() throws IOException {
        base(MODELS.resolve("llama-sharded").toString());
        computesAsRecorded().close();
    }

    @Test
    void a_base_may_be_named_from_the_adapter() throws IOException {
        base("../base");
        copy(MODELS.resolve("llama-sharded"), Files.createDirectories(folder.resolve("base")));
        computesAsRecorded().close();
    }

    @Test
    void a_base_may_lie_in_the_cache_of_the_hub() throws IOException {
        base("tiny/llama");
        copy(MODELS.resolve("llama-sharded"), cache.model("tiny/llama"));
        computesAsRecorded().close();
    }

    @Test
    void what_the_reference_leaves_is_the_whole_model_that_its_config_tells() throws IOException {
        reference();
        List<Tensor> more = new ArrayList<>();
        try (NDManager scope = runtime.manager().newSubManager();
                Safetensors file = Safetensors.open(LORA.resolve(TENSORS))) {
            for (String name : file.tensors().keySet()) {
                more.add(tensor(name, file.read(runtime.ops(), name, scope)));
            }
            more.add(tensor("base_model.model.vision_head.0.weight", ones(scope, 16, 16)));
            more.add(tensor("base_model.model.vision_head.0.bias", ones(scope, 16)));
            more.add(tensor("base_model.model.vision_head.2.weight", ones(scope, 8, 16)));
            more.add(tensor("base_model.model.vision_head.2.bias", ones(scope, 8)));
            new SafetensorsWriter(runtime.ops()).write(adapter.resolve(TENSORS), more);
        }
        try (ModelSession session = computesAsRecorded()) {
            assertThat(session.live().model().visual().tokens()).isEqualTo(4);
            assertThat(session.live().model().visual().width()).isEqualTo(8);
            assertThat(session.live().model().tokenizer().id("<image_start>")).isPresent();
        }
    }

    @Test
    void parts_that_nothing_brings_are_listed() throws IOException {
        reference();
        assertThatThrownBy(this::open)
                .hasMessageContaining("vision_head.0.weight: is in none of the files")
                .hasMessageContaining("vision_head.2.bias: is in none of the files");
    }

    @Test
    void a_base_that_is_not_here_is_told_with_the_lines_of_a_recipe() throws IOException {
        base("tiny/llama");
        assertThatThrownBy(this::open)
                .hasMessageContaining("adapter_config.json, base_model_name_or_path")
                .hasMessageContaining("names the base 'tiny/llama', which is not here.")
                .hasMessageContaining("`imago download hf://tiny/llama` fetches it")
                .hasMessageContaining("adapters: [{weights: " + adapter + "}]");
        base("/nowhere/llama");
        assertThatThrownBy(this::open).hasMessageContaining("'/nowhere/llama', which is not here");
        base(" ");
        assertThatThrownBy(this::open).hasMessageContaining("nobody knows the adapter's base");
    }

    @Test
    void an_adapter_is_no_base() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(
                other.resolve("adapter_config.json"),
                "{\"base_model_name_or_path\": \"../anything\"}");
        base("../other");
        assertThatThrownBy(this::open).hasMessageContaining("is an adapter itself and no base");
    }

    /** As a run of the reference leaves it: the config of the whole model, and whole parameters. */
    private void reference() throws IOException {
        base(MODELS.resolve("llama-sharded").toString());
        Files.copy(
                LORA.resolve("non_lora_trainables.bin"),
                adapter.resolve("non_lora_trainables.bin"));
        ObjectNode config = json(MODELS.resolve("llama-sharded/config.json"));
        config.put("model_type", "metamorph_llama");
        config.put("vocab_size", 302);
        config.put("mm_projector_type", "mlp2x_gelu");
        config.put("vision_head_type", "mlp");
        config.put("mm_vision_tower", "siglip/CLIP-ViT-SO400M-14-384");
        config.put("image_token_reduction", "interpolation");
        config.put("num_image_tokens", 4);
        config.put("normalize_vision", true);
        new ObjectMapper().writeValue(adapter.resolve("config.json").toFile(), config);
        copy(MODELS.resolve("siglip-vision"), cache.model("google/siglip-so400m-patch14-384"));
    }

    private void base(String written) throws IOException {
        ObjectNode config = json(LORA.resolve("adapter_config.json"));
        config.put("base_model_name_or_path", written);
        new ObjectMapper().writeValue(adapter.resolve("adapter_config.json").toFile(), config);
    }

    private ModelSession open() {
        ModelFolder opened = new ModelFolder(adapter, cache.environment());
        ModelSession session = new ModelSession(runtime, opened.section(registry));
        session.load();
        return session;
    }

    private ModelSession computesAsRecorded() {
        ModelSession session = open();
        try (NDManager scope = runtime.manager().newSubManager();
                Safetensors expected = Safetensors.open(LORA.resolve("expected.safetensors"));
                Autograd.Scope inference = Autograd.off()) {
            NDArray ids = expected.read(runtime.ops(), "input_ids", scope);
            NDArray wanted = expected.read(runtime.ops(), "expected_logits", scope);
            assertThat(TextLogits.of(session, ids, scope).toFloatArray())
                    .containsExactly(wanted.toFloatArray(), within(1e-4f));
        }
        return session;
    }

    private static Tensor tensor(String name, NDArray array) {
        return new Tensor(name, TensorType.F32, array);
    }

    private static NDArray ones(NDManager scope, long... shape) {
        return scope.ones(new Shape(shape));
    }

    private static ObjectNode json(Path file) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(file.toFile());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
