package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures seen whole and in tiles, and pictures with bars, through the recipe alone. */
class AnyresRunTest {
    private static final String INSIDE =
            "{type: siglip, hidden_size: 32, intermediate_size: 48, image_size: 16, patch_size: 8,"
                    + " num_hidden_layers: 1, num_attention_heads: 2";

    @TempDir Path folder;

    @Test
    void a_model_over_tiles_is_trained_saved_and_opened() {
        String tiled = "model.encoder={type: anyres, grids: [[2, 1], [2, 2]], encoder: ";
        TinyRun run = TinyRun.in(folder.resolve("run"), tiled + INSIDE + "}}").run();
        assertThat(run.losses("instruct")).hasSize(6).doesNotContain(Double.NaN);
        try (Safetensors saved = Safetensors.open(run.folder().model())) {
            assertThat(saved.tensors().keySet())
                    .contains("model.vision_tower.vision_tower.embeddings.patch_embedding.weight");
            assertThat(saved.find("model.mm_projector.0.weight").orElseThrow().shape().get(1))
                    .isEqualTo(64);
        }
    }

    @Test
    void how_pictures_become_squares_is_kept_with_the_model() throws IOException {
        String cut = "model.encoder=" + INSIDE + ", aspect: crop, shortest_edge: 20}";
        TinyRun run = TinyRun.in(folder.resolve("run"), cut).run();
        String kept = Files.readString(run.folder().model().resolve("preprocessor_config.json"));
        assertThat(kept.replaceAll("\\s", ""))
                .contains("\"shortest_edge\":20", "\"do_center_crop\":true", "\"resample\":3");
        assertThat(Files.readString(run.folder().model().resolve("imago.yaml")))
                .contains("aspect: crop", "shortest_edge: 20");
    }
}
