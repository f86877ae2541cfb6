package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two encoders in the place of one, through the recipe alone. */
class MixedEncoderRunTest {
    private static final String SIZES =
            "image_size: 16, patch_size: 8, num_hidden_layers: 1, num_attention_heads: 2";
    private static final String BOTH =
            "model.encoder={type: mixed, encoders: [{type: siglip, hidden_size: 32,"
                    + " intermediate_size: 48, "
                    + SIZES
                    + "}, {type: dinov2, hidden_size: 16, "
                    + SIZES
                    + "}]}";

    @TempDir Path folder;

    @Test
    void a_model_over_two_encoders_is_trained_saved_and_opened() {
        TinyRun run = TinyRun.in(folder.resolve("run"), BOTH).run();
        assertThat(run.losses("instruct")).hasSize(6).doesNotContain(Double.NaN);
        try (Safetensors saved = Safetensors.open(run.folder().model())) {
            assertThat(saved.tensors().keySet())
                    .contains(
                            "model.vision_tower.vision_tower.0.embeddings.patch_embedding.weight",
                            "model.vision_tower.vision_tower.1.embeddings.cls_token");
            assertThat(saved.find("model.mm_projector.0.weight").orElseThrow().shape().get(1))
                    .isEqualTo(48);
        }
    }
}
