package dev.imago.it.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainEncoderTest {
    private static final Path RECIPE = Path.of("src/test/resources/stages/encoder.yaml");

    @TempDir private Path folder;

    @Test
    void the_loss_falls_and_the_model_s_own_encoder_is_what_was_trained() throws IOException {
        TinyRun run = TinyRun.of(RECIPE, folder).run();
        double[] losses = run.losses("encoder");
        double early = Arrays.stream(losses, 0, 5).average().orElseThrow();
        double late = Arrays.stream(losses, 35, 40).average().orElseThrow();
        assertThat(late).isLessThan(0.6 * early);

        assertThat(run.metrics()).allMatch(line -> line.has("images_per_second"));
        JsonNode figures = new ObjectMapper().readTree(run.folder().figures().toFile());
        assertThat(figures.path("encoder.region_precision").asDouble())
                .isGreaterThan(0.1); // chance .06
        assertThat(figures.path("encoder.caption_retrieval").asDouble()).isBetween(0.0, 1.0);
        assertThat(figures.path("center.feature_mean_length").asDouble()).isBetween(0.01, 1.0);
        try (Safetensors trained =
                        Safetensors.open(
                                run.folder().stage("encoder").resolve("weights.safetensors"));
                Safetensors tower =
                        Safetensors.open(
                                run.folder().stage("encoder").resolve("contrast.safetensors"))) {
            assertThat(trained.tensors().keySet())
                    .contains("model.vision_tower.vision_tower.embeddings.stem.projection.weight")
                    .noneMatch(name -> name.startsWith("contrast"));
            assertThat(tower.tensors().keySet())
                    .contains("contrast.text_model.head.weight", "contrast.region.logit_bias");
        }
    }

    @Test
    void the_loss_does_not_depend_on_how_a_step_is_split() {
        String[] few = {"stages.encoder.steps=3", "stages.encoder.evaluate=0"};
        double[] two = losses("two", few[0], few[1], "runtime.workers=2");
        double[] one = losses("one", few[0], few[1], "runtime.workers=1");
        for (int step = 0; step < 3; step++) {
            assertThat(two[step]).isCloseTo(one[step], within(1e-4 * one[step]));
        }
    }

    private double[] losses(String name, String... overrides) {
        return TinyRun.of(RECIPE, folder.resolve(name), overrides).run().losses("encoder");
    }
}
