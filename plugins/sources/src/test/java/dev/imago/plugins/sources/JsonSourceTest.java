package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSourceTest {
    private static final List<String> ROWS =
            List.of(
                    row("q", "\"image\": \"p0.png\"", "<image>\\nIs there text?", "Yes."),
                    row("d", "\"image\": [\"p1.png\", \"p0.png\"]", "<image> Brighter.", "<image>"),
                    row("t", "\"x\": 1", "Name a \\\"river\\\" [in] {Egypt}.", "The Nile \\\\"),
                    row(
                            "m",
                            "\"images\": [\"p0.png\", \"p1.png\"]",
                            "<image><image>\\nSame?",
                            "no"));

    @TempDir Path folder;

    @BeforeEach
    void writePictures() {
        for (int i = 0; i < 2; i++) {
            Picture picture = new Picture(1, 1, new byte[] {(byte) i, 2, 3});
            PictureWriter.write(picture, folder.resolve("p" + i + ".png"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s\n%s\n%s\n%s\n",
                "\n %s\r\n\n%s\n%s\n%s",
                "[%s,%s,%s,%s]",
                " [\n%s,\n\n%s\n,%s , %s\n]\n",
                "\uFEFF[%s, %s, %s, %s]"
            })
    void rows_are_the_same_in_any_layout(String layout) {
        Samples<Dialogue> rows = dialogues(layout.formatted(ROWS.toArray()));
        assertThat(rows.size()).isEqualTo(4);
        assertThat(ids(rows)).containsExactly("q", "d", "t", "m");
        assertThat(rows.get(2).conversation().turns())
                .containsExactly(
                        Turn.user("Name a \"river\" [in] {Egypt}."), Turn.assistant("The Nile \\"));
    }

    @Test
    void placeholders_become_images_in_their_places() {
        Samples<Dialogue> rows = dialogues(String.join("\n", ROWS));
        List<Turn> turns = rows.get(1).conversation().turns();
        assertThat(turns.get(0).role()).isEqualTo(Role.USER);
        assertThat(turns.get(0).learned()).isFalse();
        assertThat(turns.get(0).parts().get(1)).isEqualTo(new Part.Text(" Brighter."));
        assertThat(turns.get(1).learned()).isTrue();
        assertThat(turns.get(1).parts()).hasSize(1);
        List<ImageSource> images = rows.get(1).conversation().images();
        assertThat(images.get(0).id()).isEqualTo(folder.resolve("p1.png").toString());
        assertThat(images.get(0).load().at(0, 0, 0)).isEqualTo(1);
        assertThat(images.get(1).load().at(0, 0, 0)).isZero();
    }

    @Test
    void rows_of_other_shapes_are_left_out_of_a_task() {
        JsonSource source = source(String.join("\n", ROWS));
        Samples<VisualQuestion> questions = source.samples("image_qa", VisualQuestion.class);
        assertThat(ids(questions)).containsExactly("q", "m");
        assertThat(questions.get(0).exchanges())
                .containsExactly(new Exchange("question", "Is there text?", "Yes.", List.of()));
        assertThat(questions.get(1).media()).hasSize(2);
        Samples<CaptionedImage> captions = source.samples("generate", CaptionedImage.class);
        assertThat(ids(captions)).containsExactly("q");
        assertThat(captions.get(0).caption()).isEqualTo("Yes.");
    }

    @Test
    void a_shape_it_has_not_is_told() {
        record Other(String id) implements Sample {}
        assertThatThrownBy(() -> source(ROWS.get(0)).samples("predict", Other.class))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("has no Other for task 'predict'")
                .hasMessageContaining("Dialogue, VisualQuestion, CaptionedImage");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\": \"z\", \"image\": \"p0.png\"|BAD_SAMPLE|is not JSON|line 2",
                "7|BAD_SAMPLE|is no JSON object|line 2",
                "{\"id\": \"z\"}|BAD_SAMPLE|has no conversations|z",
                "{\"id\": \"z\", \"conversations\": []}|BAD_SAMPLE|has no conversations|z",
                "{\"id\": \"z\", \"conversations\": [{\"from\": \"bot\", \"value\": \"x\"}]}"
                        + "|BAD_SAMPLE|from 'bot', expected human|z",
                "{\"id\": \"z\", \"conversations\": [{\"from\": \"gpt\"}]}|BAD_SAMPLE|'value'|z",
                "{\"id\": \"z\", \"image\": 3, \"conversations\": [{\"from\": \"gpt\","
                        + " \"value\": \"x\"}]}|BAD_SAMPLE|has image 3|z",
                "{\"id\": 9, \"video\": \"v\", \"conversations\": [{\"from\": \"human\", \"value\":"
                        + " \"Hi\"}]}|IMAGE_COUNT|has 0 <video> but 1 videos|9",
                "{\"id\": \"z\", \"image\": \"p0.png\", \"conversations\": [{\"from\": \"human\","
                        + " \"value\": \"<image><image>\"}]}|IMAGE_COUNT|has 2 <image> but 1 images|z",
                "{\"id\": \"z\", \"image\": \"p0.png\", \"conversations\": [{\"from\": \"human\","
                        + " \"value\": \"Hi\"}]}|IMAGE_COUNT|has 0 <image> but 1 images|z",
                "{\"id\": \"z\", \"image\": \"p9.png\", \"conversations\": [{\"from\": \"human\","
                        + " \"value\": \"<image>\"}]}|FILE_NOT_FOUND|p9.png|z"
            })
    void a_bad_row_is_told_with_file_line_and_id(
            String row, String code, String message, String id) {
        Samples<Dialogue> rows = dialogues(ROWS.get(0) + "\n" + row + "\n" + ROWS.get(1));
        assertThatThrownBy(() -> rows.get(1))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining(code)
                .hasMessageContaining(message)
                .hasMessageContaining("rows.json:2")
                .hasMessageContaining(id.startsWith("line") ? "" : "(id " + id + ")");
        assertThat(rows.id(1)).isEqualTo(id);
        assertThat(rows.get(2).id()).isEqualTo("d");
    }

    @Test
    void broken_rows_are_not_passed_over_when_shapes_are_sought() {
        Samples<VisualQuestion> rows =
                source(ROWS.get(0) + "\n{torn\n" + ROWS.get(1))
                        .samples("image_qa", VisualQuestion.class);
        assertThat(ids(rows)).containsExactly("q", "line 2");
        assertThatThrownBy(() -> rows.get(1)).hasMessageContaining("BAD_SAMPLE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 160})
    void a_truncated_array_is_told_with_its_line(int missing) {
        String whole = "[\n" + String.join(",\n", ROWS) + "\n]";
        String torn = whole.substring(0, whole.length() - missing).stripTrailing();
        assertThatThrownBy(() -> source(torn))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("CORRUPT_FILE")
                .hasMessageContaining("rows.json:")
                .hasMessageContaining("truncated");
    }

    @Test
    void files_that_are_missing_or_empty_are_told() {
        Path none = folder.resolve("none.json");
        assertThatThrownBy(() -> TestSources.json(new JsonConfig(none, null, null)))
                .hasMessageContaining("FILE_NOT_FOUND");
        assertThat(dialogues("").size()).isZero();
        assertThat(dialogues(" [ ] ").size()).isZero();
    }

    @Test
    void marks_around_a_placeholder_are_not_doubled() {
        String row = row("a", "\"image\": \"p0.png\"", "<image_start><image><image_end> x", "y");
        assertThat(dialogues(row).get(0).conversation().turns().get(0).text()).isEqualTo(" x");
    }

    @Test
    void images_come_from_another_root_when_told() throws Exception {
        Files.createDirectory(folder.resolve("other"));
        Files.move(folder.resolve("p0.png"), folder.resolve("other/p0.png"));
        Path file = folder.resolve("rows.json");
        Files.writeString(file, ROWS.get(0));
        JsonSource source = TestSources.json(file, folder.resolve("other"));
        Dialogue row = source.samples("dialogue", Dialogue.class).get(0);
        assertThat(row.conversation().images().get(0).load().width()).isEqualTo(1);
    }

    @Test
    void many_rows_are_found_without_being_held() throws Exception {
        Path file = folder.resolve("many.jsonl");
        try (var out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 100_000; i++) {
                out.write(row("r" + i, "\"x\": 1", "question " + i, "answer " + i));
                out.write('\n');
            }
        }
        JsonSource source = TestSources.json(new JsonConfig(file, null, null));
        Samples<Dialogue> rows = source.samples("dialogue", Dialogue.class);
        assertThat(rows.size()).isEqualTo(100_000);
        assertThat(rows.get(77_777).conversation().turns().get(1).text()).isEqualTo("answer 77777");
        LongStream.range(0, 200)
                .parallel()
                .forEach(i -> assertThat(rows.get(i * 499).id()).isEqualTo("r" + i * 499));
    }

    private Samples<Dialogue> dialogues(String text) {
        return source(text).samples("dialogue", Dialogue.class);
    }

    private JsonSource source(String text) {
        Path file = folder.resolve("rows.json");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TestSources.json(new JsonConfig(file, null, null));
    }

    private static List<String> ids(Samples<?> samples) {
        return LongStream.range(0, samples.size()).mapToObj(samples::id).toList();
    }

    private static String row(String id, String images, String question, String answer) {
        return "{\"id\": \"%s\", %s, \"conversations\": [".formatted(id, images)
                + "{\"from\": \"human\", \"value\": \"%s\"}, ".formatted(question)
                + "{\"from\": \"gpt\", \"value\": \"%s\"}]}".formatted(answer);
    }
}
