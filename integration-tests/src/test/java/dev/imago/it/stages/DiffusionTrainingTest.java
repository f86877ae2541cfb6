package dev.imago.it.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A latent diffusion decoder in a recipe: trained, stopped, rendered, measured. */
class DiffusionTrainingTest {
    private static final Path RECIPE = Path.of("src/test/resources/stages/diffusion.yaml");

    @TempDir private Path folder;

    @Test
    void projector_and_unet_learn_and_the_autoencoder_stays() throws IOException {
        TinyRun run = TinyRun.of(RECIPE, folder).run();

        assertThat(run.losses("decoder")).hasSize(6);
        for (double loss : run.losses("decoder")) {
            assertThat(loss).isBetween(0.0, 100.0);
        }
        Path weights = run.folder().stage("decoder").resolve("weights.safetensors");
        try (Safetensors trained = Safetensors.open(weights)) {
            Set<String> names = trained.tensors().keySet();
            assertThat(names)
                    .contains("decoder.projector.layers.0.weight", "decoder.unet.conv_in.weight")
                    .noneMatch(name -> name.startsWith("decoder.vae"));
        }
        JsonNode figures = new ObjectMapper().readTree(run.folder().figures().toFile());
        assertThat(figures.path("evaluate.pictures.decoded.psnr").asDouble()).isBetween(1.0, 60.0);
        assertThat(Files.readString(run.folder().report())).contains("Validation pictures");
    }

    @Test
    void a_stopped_run_goes_on_to_the_same_bits() throws IOException {
        TinyRun whole = TinyRun.of(RECIPE, folder.resolve("whole")).run();
        TinyRun stopped = TinyRun.of(RECIPE, folder.resolve("stopped"));
        stopped.whenLogged("decoder", stopped::interrupt);
        assertThat(stopped.refused().problems().get(0).code()).isEqualTo(ErrorCode.INTERRUPTED);
        TinyRun again = TinyRun.of(RECIPE, folder.resolve("stopped")).run();

        assertThat(again.weights("decoder")).isEqualTo(whole.weights("decoder"));
        assertThat(again.losses("decoder")).isEqualTo(whole.losses("decoder"));
    }

    @Test
    void a_frozen_unet_is_not_saved_and_one_from_scratch_begins_anew() throws IOException {
        String objective = "stages.decoder.objective.unet=";
        TinyRun frozen = TinyRun.of(RECIPE, folder.resolve("frozen"), objective + "frozen").run();
        try (Safetensors trained =
                Safetensors.open(frozen.folder().stage("decoder").resolve("weights.safetensors"))) {
            assertThat(trained.tensors().keySet())
                    .contains("decoder.projector.layers.0.weight")
                    .noneMatch(name -> name.startsWith("decoder.unet."));
        }
        TinyRun scratch = TinyRun.of(RECIPE, folder.resolve("scratch"), objective + "scratch");
        assertThat(scratch.run().losses("decoder")).hasSize(6);
    }

    @Test
    void a_decoder_with_weights_of_its_own_replaces_one_of_other_sizes() {
        String brief = "stages.decoder.steps=2";
        Path wide = folder.resolve("wide");
        TinyRun.of(RECIPE, wide, brief, "model.decoder.unet.block_out_channels=[8, 24]").run();
        TinyRun.of(RECIPE, folder.resolve("narrow"), brief).run();
        TinyRun both =
                TinyRun.of(
                        RECIPE,
                        folder.resolve("both"),
                        brief,
                        "model.weights=" + folder.resolve("narrow/model"),
                        "model.decoder={type: diffusion, weights: " + wide + "/model/decoder}");
        assertThat(both.run().losses("decoder")).hasSize(2);
    }

    @Test
    void bfloat16_trains_and_renders() {
        String[] few = {
            "runtime.precision=bf16", "stages.decoder.steps=2", "stages.decoder.ema=0.5"
        };
        TinyRun run = TinyRun.of(RECIPE, folder, few[0], few[1], few[2]).run();
        assertThat(run.losses("decoder")).hasSize(2);
        for (double loss : run.losses("decoder")) {
            assertThat(loss).isBetween(0.0, 100.0);
        }
    }
}
