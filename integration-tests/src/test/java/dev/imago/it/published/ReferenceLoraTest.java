package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Python reference leaves of a run with LoRA: PEFT's files, and beside them the whole
 * parameters that were trained, over a base that has them otherwise.
 */
class ReferenceLoraTest extends PublishedBed {
    private static final Path LORA = MODELS.resolve("reference-lora");

    @TempDir Path folder;

    private ModelSession session() throws IOException {
        Path file = folder.resolve("model.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "encoder: {type: auto, weights: " + MODELS.resolve("siglip-vision") + "}",
                        "reducer: {type: interpolation, tokens: 4}",
                        "normalize: l2",
                        "connector: mlp2x_gelu",
                        "backbone:",
                        "  type: auto",
                        "  weights: " + MODELS.resolve("llama-sharded"),
                        "  vocab_size: 302",
                        "heads: {vision: {type: mlp}}",
                        "template: llama3",
                        "adapters:",
                        "  - {name: reference, weights: " + LORA + "}"));
        ModelSection section = new RecipeLoader(Map.of()).load(ModelSection.class, file, registry);
        return new ModelSession(runtime, section);
    }

    @Test
    void adapters_and_what_lies_beside_them_compute_what_peft_computes() throws IOException {
        try (ModelSession session = session();
                NDManager scope = runtime.manager().newSubManager();
                Safetensors expected = Safetensors.open(LORA.resolve("expected.safetensors"));
                Autograd.Scope inference = Autograd.off()) {
            session.fill(7);
            NDArray ids = expected.read(runtime.ops(), "input_ids", scope);
            NDArray wanted = expected.read(runtime.ops(), "expected_logits", scope);
            NDArray logits = TextLogits.of(session, ids, scope);
            long rows = wanted.getShape().get(2);
            assertThat(logits.get(":, :" + rows).toFloatArray())
                    .containsExactly(wanted.toFloatArray(), within(1e-4f));
        }
    }

    @Test
    void the_connector_is_the_trained_one() throws IOException {
        String name = "model.mm_projector.0.weight";
        try (ModelSession session = session();
                NDManager scope = runtime.manager().newSubManager();
                Checkpoint trained =
                        Checkpoint.open(MODELS.resolve("reference/mm_projector.bin"))) {
            session.fill(7);
            float[] wanted =
                    trained.read(runtime.ops(), name, scope, Precision.FP32).toFloatArray();
            assertThat(session.store().find(name).orElseThrow().value().toFloatArray())
                    .isEqualTo(wanted);
        }
    }
}
