package dev.imago.plugins.sources.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.VideoReader;
import dev.imago.api.data.VisualQuestion;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.record.RecordSettings;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSourcesTest {
    private static final VideoReader NO_VIDEOS =
            (video, fps) -> {
                throw new AssertionError("no table here has videos");
            };

    @TempDir Path base;
    private Path folder;
    private IndexStore indexes;

    @BeforeEach
    void writePictures() throws IOException {
        folder = Files.createDirectory(base.resolve("it's data"));
        indexes = new IndexStore(base.resolve("cache/index"));
        for (int i = 0; i < 5; i++) {
            PictureWriter.write(
                    new Picture(1, 1, new byte[] {(byte) i, 0, 0}), folder.resolve(i + ".png"));
        }
    }

    @Test
    void images_stand_in_columns_as_bytes_with_a_path() throws SQLException {
        write(
                "SELECT {'bytes': content, 'path': 'x.png'} AS image, 'shade ' || i AS text,"
                        + " 'unread' AS other FROM pictures",
                "a.parquet");
        Samples<CaptionedImage> captions = parquet("a.parquet", CaptionedImage.class);
        assertThat(captions.size()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            CaptionedImage caption = captions.get(i);
            assertThat(caption.caption()).isEqualTo("shade " + i);
            assertThat(caption.image().load().at(0, 0, 0)).isEqualTo(i);
            assertThat(caption.image().id()).startsWith("sha256:");
            assertThat(captions.id(i)).isEqualTo("a.parquet#" + i);
        }
    }

    @Test
    void rows_without_a_caption_are_counted_as_left_out() throws Exception {
        write(
                "SELECT {'bytes': content} AS image,"
                        + " CASE WHEN i < 3 THEN 'shade' END AS caption FROM pictures",
                "a.parquet");
        Samples<CaptionedImage> captions = parquet("a.parquet", CaptionedImage.class);
        assertThat(captions.size()).isEqualTo(3);
        assertThat(captions.leftOut()).containsOnly(Map.entry("with no caption", 2L));
    }

    @Test
    void videos_stand_in_columns_as_bytes_and_are_kept_once() throws Exception {
        write(
                "SELECT {'bytes': content, 'path': 'x.mp4'} AS video, 'Which?' AS question,"
                        + " i AS answer FROM (SELECT * FROM pictures UNION ALL"
                        + " SELECT content, 9 AS i FROM pictures WHERE i = 3)",
                "a.parquet");
        Samples<VisualQuestion> questions = videos("a.parquet", null);
        assertThat(questions.size()).isEqualTo(6);
        for (int time = 0; time < 2; time++) {
            for (int i = 0; i < 6; i++) {
                Part.Video video = (Part.Video) questions.get(i).media().get(0);
                ImageSource frame = video.frames().get(0);
                assertThat(frame.load().at(0, 0, 0)).isEqualTo(i == 5 ? 3 : i);
                assertThat(frame.id()).startsWith("sha256:");
            }
        }
        assertThat(kept()).hasSize(5);
    }

    @Test
    void videos_that_would_take_more_room_than_allowed_are_refused() throws SQLException {
        write(
                "SELECT content AS video, 'Which?' AS question, i AS answer FROM pictures",
                "a.parquet");
        double two = 2.5 * folder.resolve("0.png").toFile().length() / 1e9;
        Samples<VisualQuestion> questions = videos("a.parquet", two);
        questions.get(0);
        questions.get(1);
        assertThatThrownBy(() -> questions.get(2))
                .hasMessageContaining("DISK")
                .hasMessageContaining("kept_videos_gb");
        questions.get(0);
        assertThat(kept()).hasSize(2);
    }

    @Test
    void videos_that_nobody_uses_any_more_make_room() throws Exception {
        write(
                "SELECT content AS video, 'Which?' AS question, i AS answer FROM pictures",
                "a.parquet");
        Path videos = Files.createDirectories(base.resolve("cache/videos"));
        Files.write(videos.resolve("left.video"), new byte[10_000]);
        double two = 2.5 * folder.resolve("0.png").toFile().length() / 1e9;
        ImageSource frame =
                ((Part.Video) videos("a.parquet", two).get(0).media().get(0)).frames().get(0);
        assertThat(kept()).singleElement().asString().isNotEqualTo("left.video");
        String version = frame.version();
        Files.delete(videos.resolve(kept().get(0)));
        videos("a.parquet", two).get(0);
        assertThat(frame.version()).as("kept anew").isEqualTo(version);
    }

    private List<String> kept() {
        return Stream.of(base.resolve("cache/videos").toFile().list())
                .filter(name -> !name.equals("used"))
                .toList();
    }

    /** For this reader a picture's file is a video of one frame. */
    private Samples<VisualQuestion> videos(String file, Double keptGb) {
        VideoReader pictures =
                (video, fps) ->
                        new Part.Video(
                                List.of(new ImageFiles().source(video.id(), video.file())), 1);
        RecordSettings settings =
                new RecordSettings(null, null, null, null, null, null, null, null, keptGb);
        ParquetConfig config =
                new ParquetConfig(folder.resolve(file), "{0,1}.parquet", null, settings);
        return new ParquetSource(config, new ImageFiles(), pictures, indexes)
                .samples("question", VisualQuestion.class);
    }

    @Test
    void conversations_and_lists_of_images_are_read() throws SQLException {
        write(
                "SELECT i AS id, [{'bytes': content, 'path': NULL}] AS images,"
                        + " [{'from': 'human', 'value': '<image>Which?'},"
                        + " {'from': 'gpt', 'value': 'Shade ' || i}] AS conversations FROM pictures",
                "a.parquet");
        Dialogue dialogue = parquet("a.parquet", Dialogue.class).get(3);
        assertThat(dialogue.id()).isEqualTo("3");
        assertThat(dialogue.conversation().turns().get(1).text()).isEqualTo("Shade 3");
        assertThat(dialogue.conversation().images().get(0).load().at(0, 0, 0)).isEqualTo(3);
        assertThat(parquet("a.parquet", VisualQuestion.class).size()).isEqualTo(5);
    }

    @Test
    void plain_bytes_and_paths_are_images_too() throws SQLException {
        write("SELECT content AS photo, 'a' AS said FROM pictures", "a.parquet");
        RecordSettings columns = columns(Map.of("image", "photo", "caption", "said"));
        Samples<CaptionedImage> bytes =
                source("a.parquet", columns).samples("c", CaptionedImage.class);
        assertThat(bytes.get(2).image().load().at(0, 0, 0)).isEqualTo(2);

        write("SELECT i || '.png' AS image, 'a' AS caption FROM pictures", "b.parquet");
        assertThat(parquet("b.parquet", CaptionedImage.class).get(4).image().load().at(0, 0, 0))
                .isEqualTo(4);
    }

    @Test
    void rows_without_a_value_have_not_the_shape() throws SQLException {
        write(
                "SELECT i || '.png' AS image, CASE WHEN i % 2 = 0 THEN 'even' END AS caption"
                        + " FROM pictures",
                "a.parquet");
        Samples<CaptionedImage> captions = parquet("a.parquet", CaptionedImage.class);
        assertThat(ids(captions)).containsExactly("a.parquet#0", "a.parquet#2", "a.parquet#4");
    }

    @Test
    void several_files_and_groups_follow_each_other_for_many_threads() throws SQLException {
        write(
                "SELECT i AS id, 'q' AS question, 'a' || i AS answer FROM range(5000) t(i)",
                "0.parquet");
        write(
                "SELECT i + 5000 AS id, 'q' AS question, 'a' || (i + 5000) AS answer"
                        + " FROM range(3000) t(i)",
                "1.parquet");
        Samples<Dialogue> rows = source("", RecordSettings.usual()).samples("d", Dialogue.class);
        assertThat(rows.size()).isEqualTo(8000);
        LongStream.range(0, 60)
                .map(i -> i * 131 % 8000)
                .parallel()
                .forEach(
                        i -> {
                            assertThat(rows.id(i)).isEqualTo(Long.toString(i));
                            assertThat(rows.get(i).conversation().turns().get(1).text())
                                    .isEqualTo("a" + i);
                        });
    }

    @Test
    void an_empty_file_has_no_samples_and_a_damaged_one_is_told() throws Exception {
        write("SELECT '' AS image, '' AS caption WHERE false", "empty.parquet");
        assertThat(parquet("empty.parquet", CaptionedImage.class).size()).isZero();
        byte[] whole = Files.readAllBytes(folder.resolve("empty.parquet"));
        Files.write(folder.resolve("torn.parquet"), Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> parquet("torn.parquet", CaptionedImage.class))
                .hasMessageContaining("CORRUPT_FILE")
                .hasMessageContaining("torn.parquet: can't be read");
        Files.write(folder.resolve("nothing.parquet"), new byte[0]);
        assertThatThrownBy(() -> parquet("nothing.parquet", CaptionedImage.class))
                .hasMessageContaining("CORRUPT_FILE");
    }

    @Test
    void a_table_without_a_known_column_is_told() throws SQLException {
        write("SELECT 1 AS a, 2 AS b", "a.parquet");
        assertThatThrownBy(() -> parquet("a.parquet", CaptionedImage.class))
                .hasMessageContaining("has no column that a record has; name them by `columns`");
    }

    @Test
    void bytes_that_are_no_image_and_paths_that_lead_out_are_bad_samples() throws SQLException {
        write("SELECT 'no image'::BLOB AS image, 'c' AS caption", "a.parquet");
        ImageSource image = parquet("a.parquet", CaptionedImage.class).get(0).image();
        assertThatThrownBy(image::load)
                .hasMessageContaining("BAD_IMAGE")
                .hasMessageContaining("a.parquet, row 0");
        write("SELECT '../x.png' AS image, 'c' AS caption", "b.parquet");
        assertThatThrownBy(() -> parquet("b.parquet", CaptionedImage.class).get(0))
                .hasMessageContaining("leads out of the data's folder");
    }

    @Test
    void csv_is_read_through_a_copy_that_follows_the_file() throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(file, "image;caption\n1.png;\"One; \"\"a\"\" bag\"\n2.png;Two\n");
        Samples<CaptionedImage> captions = csv("a.csv");
        assertThat(captions.size()).isEqualTo(2);
        assertThat(captions.get(0).caption()).isEqualTo("One; \"a\" bag");
        assertThat(captions.get(1).image().load().at(0, 0, 0)).isEqualTo(2);
        Files.writeString(file, "image,caption\n3.png,Three\n");
        assertThat(csv("a.csv").get(0).caption()).isEqualTo("Three");
        assertThat(ids(csv("a.csv"))).containsExactly("row 0");
    }

    @Test
    void a_query_chooses_rows_and_is_run_once() throws Exception {
        write("SELECT i, i || '.png' AS path FROM pictures", "a.parquet");
        Files.writeString(folder.resolve("words.csv"), "n,said\n1,one\n3,three\n");
        String query =
                "SELECT path AS image, said AS caption FROM '{root}/a.parquet'"
                        + " JOIN '{root}/words.csv' ON i = n ORDER BY i;";
        assertThat(sql(query).get(1).caption()).isEqualTo("three");
        assertThat(sql(query).get(1).image().load().at(0, 0, 0)).isEqualTo(3);
        assertThat(base.resolve("cache/tables").toFile().list())
                .filteredOn(name -> name.endsWith(".parquet"))
                .hasSize(1);
        Files.writeString(folder.resolve("words.csv"), "n,said\n1,one\n4,four\n");
        assertThat(sql(query).get(1).caption()).isEqualTo("four");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "DROP TABLE x",
                "COPY (SELECT 1) TO '{root}/x.csv'",
                "SELECT 1) TO '{root}/x.csv'; SELECT (1",
                "INSTALL httpfs",
                "SELEC 1"
            })
    void a_query_does_nothing_but_read(String query) {
        assertThatThrownBy(() -> sql(query))
                .hasMessageContaining("INVALID_VALUE")
                .hasMessageContaining("one SELECT");
        assertThat(folder.resolve("x.csv")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "{root}/../secret.csv", "https://example.org/a.csv"})
    void a_query_reads_nothing_outside_its_folder(String file) throws IOException {
        Files.writeString(base.resolve("secret.csv"), "image,caption\n1.png,secret\n");
        assertThatThrownBy(() -> sql("SELECT * FROM read_csv('" + file + "')"))
                .hasMessageContaining("CORRUPT_FILE")
                .hasMessageContaining("query: can't be read");
    }

    private void write(String query, String file) throws SQLException {
        String target = folder.resolve(file).toString().replace("'", "''");
        String pictures = folder.toString().replace("'", "''") + "/*.png";
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    "CREATE TABLE pictures AS SELECT content, row_number() OVER (ORDER BY filename)"
                            + " - 1 AS i FROM read_blob('"
                            + pictures
                            + "') ORDER BY filename");
            statement.execute(
                    "COPY ("
                            + query
                            + ") TO '"
                            + target
                            + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        }
    }

    private <S extends Sample> Samples<S> parquet(String file, Class<S> type) {
        return source(file, RecordSettings.usual()).samples("task", type);
    }

    private ParquetSource source(String file, RecordSettings settings) {
        ParquetConfig config =
                new ParquetConfig(folder.resolve(file), "{0,1}.parquet", null, settings);
        return new ParquetSource(config, new ImageFiles(), NO_VIDEOS, indexes);
    }

    private Samples<CaptionedImage> csv(String file) {
        CsvConfig config = new CsvConfig(folder.resolve(file), null, null, null);
        return new CsvSource(config, new ImageFiles(), NO_VIDEOS, indexes)
                .samples("caption", CaptionedImage.class);
    }

    private Samples<CaptionedImage> sql(String query) {
        SqlConfig config = new SqlConfig(folder, query, null, null);
        return new SqlSource(config, new ImageFiles(), NO_VIDEOS, indexes)
                .samples("caption", CaptionedImage.class);
    }

    private static RecordSettings columns(Map<String, String> columns) {
        return new RecordSettings(columns, null, null, null, null, null, null, null, null);
    }

    private static List<String> ids(Samples<?> samples) {
        return LongStream.range(0, samples.size()).mapToObj(samples::id).toList();
    }
}
