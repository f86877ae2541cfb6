package dev.imago.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.it.invariants.TinyRun;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataVerbTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 30;

    @TempDir Path folder;
    private final List<String> rows = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeRows() throws IOException {
        for (int i = 0; i < ROWS; i++) {
            rows.add(row("row-" + i, i + ".png", "<image>\\nhow many ?", "a red bag"));
            ImageIO.write(scene(i, 96), "png", folder.resolve(i + ".png").toFile());
        }
    }

    @Test
    void all_that_is_wrong_is_listed_by_id_and_reason() throws IOException {
        Files.delete(folder.resolve("3.png"));
        byte[] whole = Files.readAllBytes(folder.resolve("4.png"));
        Files.write(folder.resolve("4.png"), Arrays.copyOf(whole, whole.length / 2));
        rows.set(5, row("row-5", "5.png", "<image><image> how many ?", "a red bag"));
        rows.set(6, row("row-7", "6.png", "<image> how many ?", "a blue bag"));
        rows.set(9, row("row-9", "8.png", "<image>\\nhow many ?", "a red bag"));
        ImageIO.write(scene(12, 64), "png", folder.resolve("small.png").toFile());
        String evaluated = row("test-0", "small.png", "<image> what ?", "a bag");

        int code = run(evaluated, "--check", "--json", "--offenders", list().toString());

        assertThat(code).as(err.toString(UTF_8)).isEqualTo(3);
        Map<String, String> reasons =
                offenders().stream()
                        .collect(
                                Collectors.toMap(
                                        one -> one.path("id").asText(),
                                        one -> one.path("reason").asText()));
        assertThat(reasons)
                .containsOnly(
                        Map.entry("row-3", "FILE_NOT_FOUND"),
                        Map.entry("row-4", "BAD_IMAGE"),
                        Map.entry("row-5", "IMAGE_COUNT"),
                        Map.entry("row-7", "DUPLICATE_ID"),
                        Map.entry("row-9", "DUPLICATE_SAMPLE"),
                        Map.entry("row-12", "SHARED_IMAGE"));
        JsonNode told = JSON.readTree(out.toString(UTF_8));
        assertThat(told.path("passed").asBoolean()).isFalse();
        JsonNode trained = told.path("data").get(0);
        assertThat(trained.path("checked").asInt()).isEqualTo(ROWS);
        assertThat(trained.path("wrong").asInt()).isEqualTo(6);
        assertThat(trained.path("images").asInt()).isEqualTo(ROWS - 3);
        assertThat(trained.path("positions").path("histogram")).isNotEmpty();
        assertThat(told.path("data").get(1).path("passed").asBoolean()).isTrue();
    }

    @Test
    void below_the_rate_the_check_passes_and_still_lists() throws IOException {
        Files.delete(folder.resolve("3.png"));

        int code =
                run(
                        null,
                        "runtime.bad_sample_rate=0.05",
                        "--check",
                        "--offenders",
                        list().toString());

        assertThat(code).isZero();
        assertThat(out.toString(UTF_8)).contains("FILE_NOT_FOUND", "1 (3.33%)", "median");
        assertThat(offenders()).hasSize(1);
        assertThat(err.toString(UTF_8)).contains("checking data: 30/30 (100%)");
    }

    @Test
    void good_data_is_told_to_be() throws IOException {
        int code = run(null, "--check", "--limit", "7");

        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("nothing is wrong", "7 samples and 7 images");
    }

    @Test
    void scenes_told_again_by_design_are_no_duplicates() {
        String words = "tasks.generate.phrasings=[\"draw {caption}\"]";

        int code =
                code("data", TinyRun.RECIPE.toString(), "--check", words, "data.0.source.rounds=5");

        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("nothing is wrong");
    }

    @Test
    void samples_too_long_for_a_stage_are_counted() throws IOException {
        int code = run(null, "--check", "--json", "stages.connector.max_length=4");

        assertThat(code).isEqualTo(3);
        JsonNode trained = JSON.readTree(out.toString(UTF_8)).path("data").get(0);
        assertThat(trained.path("reasons").path("TOO_LONG").asInt()).isEqualTo(ROWS);
    }

    @Test
    void the_page_shows_pictures_tokens_and_what_is_learned() throws IOException {
        Path page = folder.resolve("pages/data.html");

        assertThat(run(null, "--preview", "2", "--out", page.toString())).isZero();

        String html = Files.readString(page);
        assertThat(html).contains("data.0 (llava) dialogue", "class=\"t l\"");
        assertThat(html.split("data:image/png;base64,", -1)).hasSize(3);
        assertThat(html).contains(">bag</span>", "4 visual tokens, read · ");
        assertThat(html).doesNotContain("<script", "http://", "https://");
    }

    @Test
    void pictures_seen_in_tiles_are_shown_whole_and_in_tiles() throws IOException {
        Path page = folder.resolve("data.html");
        String tiled =
                "model.encoder={type: anyres, grids: [[2, 2]], encoder: {type: siglip,"
                        + " hidden_size: 32, intermediate_size: 48, image_size: 16, patch_size: 8,"
                        + " num_hidden_layers: 1, num_attention_heads: 2}}";

        assertThat(run(null, tiled, "--preview", "2", "--out", page.toString()))
                .as(err.toString(UTF_8))
                .isZero();

        String html = Files.readString(page);
        assertThat(html.split("data:image/png;base64,", -1)).hasSize(1 + 2 * 5);
        assertThat(html).contains("seen whole and in 4 tiles");
    }

    @Test
    void drawn_pictures_are_shown_as_visual_targets() throws IOException {
        Path page = folder.resolve("data.html");

        assertThat(code("data", TinyRun.RECIPE.toString(), "--preview", "1", "--out", "" + page))
                .as(err.toString(UTF_8))
                .isZero();

        assertThat(Files.readString(page)).contains("4 visual targets · ", "evaluated on");
    }

    @Test
    void without_an_option_the_data_sets_are_listed() throws IOException {
        assertThat(run(null)).isZero();
        assertThat(out.toString(UTF_8)).contains("data.0 (llava) dialogue", "training", "30");
    }

    @Test
    void records_that_a_task_leaves_out_are_told_and_listed() throws IOException {
        rows.set(4, row("row-4", "4.png", "<image>\\nhow many ?", ""));
        rows.set(5, "{\"id\": \"row-5\", \"image\": \"5.png\", \"question\": \"how many ?\"}");
        String questions =
                "data=[{source: {type: llava, path: "
                        + folder.resolve("train.jsonl")
                        + "}, tasks: {image_qa: 1}}]";

        assertThat(run(null, questions)).as(err.toString(UTF_8)).isZero();
        String told =
                "data.0 (llava) image_qa leaves out 2 records: 1 with no answer,"
                        + " 1 with turns of another shape";
        assertThat(out.toString(UTF_8)).contains("left out", told);

        int code = run(null, questions, "--check", "--offenders", list().toString());
        assertThat(code).as("a warning, no more: " + err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8))
                .contains(told, "records left out are listed in " + list())
                .doesNotContain("too long");
        assertThat(offenders())
                .extracting(one -> one.path("id").asText() + " " + one.path("reason").asText())
                .containsExactly("row-4 LEFT_OUT", "row-5 LEFT_OUT");

        out.reset();
        assertThat(run(null, questions, "--json")).isZero();
        JsonNode set = JSON.readTree(out.toString(UTF_8)).path("data").get(0);
        assertThat(set.path("left_out").path("with no answer").asInt()).isEqualTo(1);
    }

    @Test
    void numbers_out_of_range_are_usage() {
        assertThat(code("data", TinyRun.RECIPE.toString(), "--check", "--apart", "9")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--apart", "0 to 7");
    }

    private int run(String evaluated, String... words) throws IOException {
        Path train = Files.write(folder.resolve("train.jsonl"), rows);
        List<String> all = new ArrayList<>(List.of("data", TinyRun.RECIPE.toString()));
        all.add("output=" + folder.resolve("run"));
        all.add("data=[{source: {type: llava, path: " + train + "}, tasks: {dialogue: 1}}]");
        all.add(evaluation(evaluated));
        all.addAll(List.of(words));
        return code(all.toArray(String[]::new));
    }

    private String evaluation(String evaluated) throws IOException {
        if (evaluated == null) {
            return "evaluation=[]";
        }
        Path test = Files.writeString(folder.resolve("test.jsonl"), evaluated + "\n");
        return "evaluation=[{source: {type: llava, path: " + test + "}, tasks: {dialogue: 1}}]";
    }

    private int code(String... words) {
        PrintStream errors = new PrintStream(err, true, UTF_8);
        Console console =
                new Console(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        errors,
                        Console.Terminals.NONE,
                        Map.of(),
                        new StopRequest(errors));
        return new CommandLineRun(console).run(List.of(words));
    }

    private Path list() {
        return folder.resolve("offenders.jsonl");
    }

    private List<JsonNode> offenders() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(list())) {
            all.add(JSON.readTree(line));
        }
        return all;
    }

    private static String row(String id, String image, String asked, String answered) {
        return ("{\"id\": \"%s\", \"image\": \"%s\", \"conversations\": ["
                        + "{\"from\": \"human\", \"value\": \"%s\"},"
                        + " {\"from\": \"gpt\", \"value\": \"%s\"}]}")
                .formatted(id, image, asked, answered);
    }

    private static BufferedImage scene(long seed, int side) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        for (int box = 0; box < 12; box++) {
            pen.setColor(new Color(random.nextInt(1 << 24)));
            pen.fillRect(random.nextInt(80), random.nextInt(80), 40, 30);
        }
        pen.dispose();
        BufferedImage sized = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D copy = sized.createGraphics();
        copy.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        copy.drawImage(image, 0, 0, side, side, null);
        copy.dispose();
        return sized;
    }
}
