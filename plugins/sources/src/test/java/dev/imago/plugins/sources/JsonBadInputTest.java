package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.RecordSettings;
import dev.imago.runtime.image.PictureWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file is told with its place, and costs no other row. */
class JsonBadInputTest {
    @TempDir Path base;
    private Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        folder = Files.createDirectory(base.resolve("data"));
        PictureWriter.write(new Picture(1, 1, new byte[3]), base.resolve("secret.png"));
        PictureWriter.write(new Picture(1, 1, new byte[3]), folder.resolve("p.png"));
        Files.createSymbolicLink(folder.resolve("link.png"), base.resolve("secret.png"));
        Files.createSymbolicLink(folder.resolve("out"), base);
        Files.createSymbolicLink(folder.resolve("within.png"), folder.resolve("p.png"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret.png", "a/../../secret.png", "link.png", "out/secret.png", "/abs"})
    void paths_out_of_the_folder_are_refused(String path) throws IOException {
        String written = path.equals("/abs") ? base.resolve("secret.png").toString() : path;
        Samples<Dialogue> rows = rows(row("a", written) + "\n" + row("b", "p.png"), null);
        assertThatThrownBy(() -> rows.get(0))
                .hasMessageContaining("BAD_SAMPLE")
                .hasMessageContaining("rows.jsonl:1 (id a)")
                .hasMessageContaining("'" + written + "', which leads out of the data's folder")
                .hasMessageContaining("allow_outside: true");
        assertThat(rows.get(1).conversation().images().get(0).load().width()).isEqualTo(1);
        assertThat(rows(row("a", written), TestSources.outside()).get(0).conversation().images())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"within.png", "x/../p.png"})
    void paths_and_links_within_it_are_not(String path) throws IOException {
        assertThat(rows(row("a", path), null).get(0).conversation().images()).hasSize(1);
    }

    @Test
    void an_absolute_path_within_it_is_not() throws IOException {
        String path = folder.resolve("p.png").toString();
        assertThat(rows(row("a", path), null).get(0).conversation().images()).hasSize(1);
    }

    @Test
    void addresses_and_folders_are_no_images() throws IOException {
        Files.createDirectory(folder.resolve("d.png"));
        assertThatThrownBy(() -> rows(row("a", "https://x.org/a.png"), null).get(0))
                .hasMessageContaining("nothing is downloaded");
        assertThatThrownBy(() -> rows(row("a", "d.png"), null).get(0))
                .hasMessageContaining("which is a folder");
        assertThatThrownBy(() -> rows(row("a", "data:image/png,abc"), null).get(0))
                .hasMessageContaining("not in base64");
    }

    @Test
    void bytes_that_are_not_utf8_are_told_with_their_line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((row("a", "p.png") + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"id\": \"caf".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xe9);
        bytes.writeBytes(("\"}\n" + row("c", "p.png")).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("rows.jsonl"), bytes.toByteArray());
        Samples<Dialogue> rows = open(null);
        assertThat(TestSources.ids(rows)).containsExactly("a", "line 2", "c");
        assertThatThrownBy(() -> rows.get(1))
                .hasMessageContaining(
                        "rows.jsonl:2: is not UTF-8: byte 0xe9 after '{\"id\": \"caf'");
    }

    @Test
    void in_a_row_of_several_lines_the_line_itself_is_told() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("[\n{\"id\": 1,\n\"x\":\n\"".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xff);
        bytes.writeBytes("\"}\n]".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("rows.jsonl"), bytes.toByteArray());
        assertThatThrownBy(() -> open(null).get(0))
                .hasMessageContaining("rows.jsonl:4: is not UTF-8");
    }

    @Test
    void a_last_line_that_is_half_written_is_one_bad_row() throws IOException {
        String torn = row("b", "p.png");
        Samples<Dialogue> rows =
                rows(row("a", "p.png") + "\n" + torn.substring(0, torn.length() - 20), null);
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.get(0).id()).isEqualTo("a");
        assertThatThrownBy(() -> rows.get(1))
                .isInstanceOfSatisfying(
                        ImagoException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.BAD_SAMPLE))
                .hasMessageContaining("rows.jsonl:2: is cut off: the file ends within this row");
    }

    @Test
    void a_compressed_file_is_told() throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("rows.jsonl")))) {
            out.write(row("a", "p.png").getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> open(null))
                .hasMessageContaining("CORRUPT_FILE")
                .hasMessageContaining("rows.jsonl: is compressed");
    }

    private Samples<Dialogue> rows(String text, RecordSettings settings) throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), text);
        return open(settings);
    }

    private Samples<Dialogue> open(RecordSettings settings) {
        return TestSources.json(new JsonConfig(folder.resolve("rows.jsonl"), null, settings))
                .samples("dialogue", Dialogue.class);
    }

    private static String row(String id, String image) {
        return ("{\"id\": \"%s\", \"image\": \"%s\", \"conversations\": ["
                        + "{\"from\": \"human\", \"value\": \"<image>\"},"
                        + " {\"from\": \"gpt\", \"value\": \"Yes.\"}]}")
                .formatted(id, image);
    }
}
