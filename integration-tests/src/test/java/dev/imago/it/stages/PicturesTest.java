package dev.imago.it.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.it.invariants.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a decoder: while it learns, and measured afterwards. */
class PicturesTest {
    private static final Path RECIPE = Path.of("src/test/resources/stages/pictures.yaml");

    @TempDir private Path folder;

    @Test
    void drawn_and_decoded_pictures_are_measured_with_intervals() throws IOException {
        TinyRun run = TinyRun.of(RECIPE, folder).run();

        JsonNode figures = new ObjectMapper().readTree(run.folder().figures().toFile());
        for (String set : List.of("decoded", "drawn")) {
            String prefix = "evaluate.pictures." + set + ".";
            assertThat(figures.path(prefix + "count").asInt()).as(set).isEqualTo(12);
            assertThat(figures.path(prefix + "psnr").asDouble()).isBetween(1.0, 60.0);
            assertThat(figures.path(prefix + "ssim").asDouble()).isBetween(-1.0, 1.0);
            assertThat(figures.path(prefix + "judge_frechet").asDouble()).isPositive();
            assertThat(figures.path(prefix + "perceptual").asDouble()).isBetween(0.0, 4.0);
            assertThat(figures.path(prefix + "text_cosine").asDouble()).isBetween(-1.0, 1.0);
            for (String figure :
                    List.of(
                            "psnr",
                            "mse",
                            "psnr_luma",
                            "ssim",
                            "ssim_luma",
                            "frechet",
                            "kid",
                            "precision",
                            "recall",
                            "judge_kid",
                            "text_top5",
                            "real_text_cosine")) {
                double value = figures.path(prefix + figure).asDouble(Double.NaN);
                assertThat(value).as(prefix + figure).isFinite();
                assertThat(figures.path(prefix + figure + ".low").asDouble(Double.NaN))
                        .as(prefix + figure + ".low")
                        .isLessThanOrEqualTo(figures.path(prefix + figure + ".high").asDouble());
            }
        }
        assertThat(Files.readString(run.folder().report()))
                .contains("Quality of pictures", "Validation pictures", "step 6");
    }

    @Test
    void validation_pictures_are_those_of_a_run_that_nobody_stopped() throws IOException {
        TinyRun whole = TinyRun.of(RECIPE, folder.resolve("whole"));
        TinyRun stopped = TinyRun.of(RECIPE, folder.resolve("stopped"));
        whole.run();
        stopped.whenLogged("decoder", stopped::interrupt);
        assertThat(stopped.refused().problems().get(0).code()).isEqualTo(ErrorCode.INTERRUPTED);
        TinyRun again = TinyRun.of(RECIPE, folder.resolve("stopped")).run();

        assertThat(again.weights("decoder")).isEqualTo(whole.weights("decoder"));
        List<Path> pictures = pictures(whole);
        assertThat(pictures).hasSize(4);
        for (int i = 0; i < pictures.size(); i++) {
            assertThat(pictures(again).get(i)).hasSameBinaryContentAs(pictures.get(i));
        }
    }

    @Test
    void an_average_of_weights_is_not_the_last_ones() {
        TinyRun averaged = TinyRun.of(RECIPE, folder.resolve("averaged")).run();
        TinyRun last = TinyRun.of(RECIPE, folder.resolve("last"), "stages.decoder.ema=0").run();

        assertThat(averaged.losses("decoder")).isEqualTo(last.losses("decoder"));
        assertThat(averaged.weights("decoder")).isNotEqualTo(last.weights("decoder"));
    }

    private static List<Path> pictures(TinyRun run) throws IOException {
        Path shown = run.folder().stage("decoder").resolve("validation");
        try (Stream<Path> files = Files.list(shown)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
