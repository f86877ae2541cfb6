package dev.imago.it.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.it.invariants.TinyRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own rows, and tasks that draw, measured by an evaluate stage. */
class AnswersTest {
    private static final Path RECIPE = Path.of("src/test/resources/stages/answers.yaml");

    @TempDir private Path folder;

    @Test
    void answers_to_own_rows_are_scored_and_drawn_tasks_are_measured() throws IOException {
        ImageIO.write(
                new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("a.png").toFile());
        Path rows =
                Files.writeString(
                        folder.resolve("rows.jsonl"),
                        """
                        {"image": "a.png", "question": "how many", "answer": "one"}
                        {"image": "a.png", "question": "what color", "answer": ["red", "blue"]}
                        {"image": "a.png", "question": "where is the bag", "answer": "top-left"}
                        """);
        TinyRun run =
                TinyRun.of(RECIPE, folder.resolve("run"), "evaluation.1.source.path=" + rows).run();

        JsonNode figures = new ObjectMapper().readTree(run.folder().figures().toFile());
        assertThat(figures.path("evaluate.answers.own.count").asInt()).isEqualTo(3);
        assertThat(figures.path("evaluate.answers.own").asDouble(Double.NaN)).isBetween(0.0, 1.0);
        assertThat(figures.path("evaluate.answers.own.low").asDouble(Double.NaN))
                .isLessThanOrEqualTo(
                        figures.path("evaluate.answers.own.high").asDouble(Double.NaN));
        assertThat(figures.path("evaluate.answers.edit.count").asInt()).isEqualTo(6);
        for (String set : List.of("edit.decoded", "edit.drawn", "predict_frames.decoded")) {
            assertThat(figures.path("evaluate.pictures." + set + ".psnr").asDouble(Double.NaN))
                    .as(set)
                    .isBetween(1.0, 60.0);
        }
        assertThat(figures.path("evaluate.pictures.edit.decoded.count").asInt()).isEqualTo(6);
        assertThat(figures.path("evaluate.pictures.predict_frames.decoded.count").asInt())
                .isEqualTo(4);
        assertThat(Files.readString(run.folder().report()))
                .contains("Answers (own)", "Examples of answers (own)", "where is the bag")
                .contains("Quality of pictures (edit)");
    }
}
