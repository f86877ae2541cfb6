package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.data.VisualQuestion;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderSourceTest {
    @TempDir Path base;
    private Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        folder = base.resolve("photos");
        Files.createDirectories(folder.resolve("red_bags"));
        for (int i = 0; i < 3; i++) {
            Picture picture = new Picture(1, 1, new byte[] {(byte) i, 0, 0});
            PictureWriter.write(picture, folder.resolve("red_bags/" + i + ".png"));
        }
    }

    @Test
    void texts_beside_images_are_captions() throws IOException {
        Files.writeString(folder.resolve("red_bags/0.txt"), " A bag.\n");
        Files.writeString(folder.resolve("red_bags/2.txt"), "Another.");
        Samples<CaptionedImage> captions = captions(ImageFolderConfig.Captions.FILES);
        assertThat(TestSources.ids(captions)).containsExactly("red_bags/0.png", "red_bags/2.png");
        assertThat(captions.get(0).caption()).isEqualTo("A bag.");
        assertThat(captions.get(1).image().load().at(0, 0, 0)).isEqualTo(2);

        Files.writeString(folder.resolve("red_bags/1.txt"), "A third.");
        assertThat(captions(ImageFolderConfig.Captions.FILES).size()).isEqualTo(3);
    }

    @Test
    void names_of_folders_can_be_captions() {
        Samples<CaptionedImage> captions = captions(ImageFolderConfig.Captions.FOLDERS);
        assertThat(captions.size()).isEqualTo(3);
        assertThat(captions.get(0).caption()).isEqualTo("red bags");
    }

    @Test
    void metadata_in_lines_of_json_is_read() throws IOException {
        Files.writeString(
                folder.resolve("metadata.jsonl"),
                "{\"file_name\": \"red_bags/1.png\", \"text\": \"One\"}\n"
                        + "{\"file_name\": \"red_bags/0.png\", \"question\": \"Q\","
                        + " \"answer\": \"A\"}\n");
        Samples<CaptionedImage> captions = captions(null);
        assertThat(captions.size()).isOne();
        assertThat(captions.get(0).image().load().at(0, 0, 0)).isOne();
        Samples<VisualQuestion> questions = source(null).samples("qa", VisualQuestion.class);
        assertThat(questions.get(0).exchanges().get(0).answer()).isEqualTo("A");
    }

    @Test
    void metadata_in_csv_is_read() throws IOException {
        Files.writeString(
                folder.resolve("metadata.csv"),
                "file_name,text\r\nred_bags/1.png,\"One, a bag\"\r\n"
                        + "red_bags/2.png,\"two\nlines\"\r\nred_bags/0.png\r\n");
        Samples<CaptionedImage> captions = captions(null);
        assertThat(captions.size()).isEqualTo(3);
        assertThat(captions.get(0).caption()).isEqualTo("One, a bag");
        assertThat(captions.get(1).caption()).isEqualTo("two\nlines");
        assertThatThrownBy(() -> captions.get(2))
                .hasMessageContaining("metadata.csv:5: has 1 values, expected 2");
    }

    @Test
    void metadata_that_is_empty_or_not_utf8_is_told() throws IOException {
        Files.writeString(folder.resolve("metadata.csv"), "");
        assertThatThrownBy(() -> captions(null)).hasMessageContaining("metadata.csv: is empty");
        Files.write(
                folder.resolve("metadata.csv"),
                "file_name,text\nred_bags/1.png,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> captions(null).get(0))
                .hasMessageContaining("metadata.csv:2: is not UTF-8: byte 0xe9");
    }

    private Samples<CaptionedImage> captions(ImageFolderConfig.Captions captions) {
        return source(captions).samples("caption", CaptionedImage.class);
    }

    private ImageFolderSource source(ImageFolderConfig.Captions captions) {
        return new ImageFolderSource(
                new ImageFolderConfig(folder, captions, null),
                new ImageFiles(),
                TestSources.VIDEOS,
                TestSources.indexes(base));
    }
}
