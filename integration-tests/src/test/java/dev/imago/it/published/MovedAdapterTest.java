package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.nn.Autograd;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.export.ExportFormat;
import dev.imago.runtime.export.ModelExport;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that a run trained, taken away from the folder of its model. */
class MovedAdapterTest extends PublishedBed {
    private static final Path BASE = MODELS.resolve("llama-sharded");

    @TempDir Path folder;

    @Test
    void it_finds_its_base_and_brings_what_was_trained_whole() throws IOException {
        Path model = train(BASE);
        Path moved = move(model.resolve("adapters/default"));

        JsonNode config = config(moved);
        assertThat(config.path("base_model_name_or_path").asText()).isEqualTo(BASE.toString());
        assertThat(config.path("modules_to_save").toString())
                .isEqualTo("[\"model.norm\",\"lm_head\"]");
        try (Safetensors tensors = Safetensors.open(moved.resolve("adapter_model.safetensors"))) {
            assertThat(tensors.tensors().keySet())
                    .contains(
                            "base_model.model.lm_head.weight",
                            "base_model.model.model.norm.weight",
                            "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight")
                    .hasSize(2 * 2 + 2);
        }
        float[] trained = logits(model, Map.of());
        assertThat(logits(moved, Map.of())).isEqualTo(trained);
        assertThat(logits(BASE, Map.of())).isNotEqualTo(trained);
    }

    @Test
    void a_base_in_the_cache_of_the_hub_is_named_as_the_hub_names_it() throws IOException {
        HubCacheFolder cache = new HubCacheFolder(folder.resolve("hub"));
        Path base = cache.model("tiny/llama");
        try (var files = Files.list(BASE)) {
            for (Path file : files.toList()) {
                Files.copy(file, base.resolve(file.getFileName()));
            }
        }
        Path model = train(base);
        Path moved = move(model.resolve("adapters/default"));

        assertThat(config(moved).path("base_model_name_or_path").asText()).isEqualTo("tiny/llama");
        assertThat(config(moved).path("revision").asText())
                .isEqualTo(base.getFileName().toString());
        assertThat(logits(moved, cache.environment())).isEqualTo(logits(model, Map.of()));
    }

    @Test
    void an_export_keeps_what_the_adapter_knows() throws IOException {
        Path model = train(BASE);
        Path copy = folder.resolve("copy");
        new ModelExport(registry, new ModelExport.Options(ExportFormat.IMAGO, null, null))
                .run(model, copy);
        Path again = copy.resolve("adapters/default");

        assertThat(config(again)).isEqualTo(config(model.resolve("adapters/default")));
        assertThat(logits(move(again), Map.of())).isEqualTo(logits(model, Map.of()));
    }

    /** Some steps of adapters, with the last norm and the output beside them. */
    private Path train(Path base) throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        Files.writeString(
                rows,
                """
                {"id": "a", "question": "what is it", "answer": "a red bag"}
                {"id": "b", "question": "and this", "answer": "a blue shirt"}
                """);
        Path recipe = folder.resolve("recipe.yaml");
        Files.writeString(
                recipe,
                """
                name: tiny
                model:
                  backbone: {type: auto, weights: "%s"}
                  heads: {text: lm}
                  template: {type: plain}
                  adapters: [{targets: ["model.layers.**.q_proj"], rank: 2, alpha: 8}]
                data:
                  - source: {type: json, path: "%s"}
                    tasks: {text: 1}
                runtime: {device: cpu, precision: fp32, threads: 1, workers: 1}
                stages:
                  - type: train
                    trainable: [adapters, model.norm.weight, lm_head.weight]
                    steps: 3
                    batch_size: 2
                    optimizer: {type: adamw, lr: 1.0e-2}
                """
                        .formatted(base, rows));
        return TinyRun.of(recipe, folder.resolve("run"), "output=" + folder.resolve("run"))
                .run()
                .folder()
                .model();
    }

    private Path move(Path adapter) throws IOException {
        Path moved = Files.createDirectories(folder.resolve("elsewhere/far/away"));
        for (String file : new String[] {"adapter_config.json", "adapter_model.safetensors"}) {
            Files.copy(adapter.resolve(file), moved.resolve(file));
        }
        return moved;
    }

    private static JsonNode config(Path adapter) throws IOException {
        return new ObjectMapper().readTree(adapter.resolve("adapter_config.json").toFile());
    }

    private float[] logits(Path model, Map<String, String> environment) {
        ModelFolder opened = new ModelFolder(model, environment);
        try (ModelSession session = new ModelSession(runtime, opened.section(registry));
                NDManager scope = runtime.manager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            session.load();
            NDArray ids = scope.create(new long[] {5, 9, 200, 31, 7}).reshape(1, 5);
            return TextLogits.of(session, ids, scope).toFloatArray();
        }
    }
}
