package dev.imago.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ImagoException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/images/decode");

    private final ImageFiles files = new ImageFiles();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "palette.png", "palettealpha.png", "bit.png", "grey.png", "grey4.png", "grey16.png",
                "greyalpha.png", "rgba.png", "rgb.gif", "rgb.bmp", "rgb.jpg", "grey.jpg",
                "full.jpg", "progressive.jpg", "cmyk.jpg"
            })
    void pixels_equal_pillow_s(String name) {
        Picture expected = files.read(FOLDER.resolve(name + ".rgb.png"));
        Picture actual = files.read(FOLDER.resolve(name));
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.height()).isEqualTo(expected.height());
        int most = 0;
        for (int i = 0; i < actual.rgb().length; i++) {
            int difference = (actual.rgb()[i] & 0xff) - (expected.rgb()[i] & 0xff);
            most = Math.max(most, Math.abs(difference));
        }
        // JPEG decoders may round colours otherwise.
        assertThat(most).isLessThanOrEqualTo(name.endsWith("jpg") ? 2 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rgb.jpg", "progressive.jpg", "rgba.png", "grey.png", "rgb.gif", "rgb.bmp"})
    void torn_files_are_refused_wherever_they_end(String name) throws Exception {
        byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
        for (double part : new double[] {0.001, 0.1, 0.4, 0.6, 0.8, 0.95}) {
            byte[] torn = Arrays.copyOf(whole, Math.max(1, (int) (whole.length * part)));
            Path file = folder.resolve("torn");
            Files.write(file, torn);
            assertBad(file, "");
        }
    }

    @Test
    void damaged_bytes_never_bring_anything_but_a_picture_or_bad_image() throws Exception {
        java.util.Random random = new java.util.Random(3);
        for (String name : new String[] {"rgb.jpg", "rgba.png", "rgb.gif", "rgb.bmp"}) {
            byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
            for (int round = 0; round < 300; round++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i < 4; i++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                try {
                    files.read(damaged, name);
                } catch (ImagoException e) {
                    assertThat(e).hasMessageContaining("BAD_IMAGE").hasMessageContaining(name);
                }
            }
        }
    }

    @Test
    void what_is_no_image_is_named() throws Exception {
        Path file = folder.resolve("words.png");
        Files.writeString(file, "not an image");
        assertBad(file, "is no PNG, JPEG, GIF or BMP");
        Files.writeString(file, "");
        assertBad(file, "is empty");
        assertThatThrownBy(() -> files.read(folder.resolve("none.png")))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("FILE_NOT_FOUND")
                .hasMessageContaining("none.png");
    }

    @Test
    void sizes_are_checked_before_decoding() throws Exception {
        byte[] png = Files.readAllBytes(FOLDER.resolve("rgba.png"));
        // The width stands in bytes 16 to 19, its checksum is not looked at for the size.
        png[16] = 0x0f;
        assertThatThrownBy(() -> files.read(png, "bomb.png"))
                .hasMessageContaining("BAD_IMAGE")
                .hasMessageContaining("pixels, more than 100000000");
        assertThatThrownBy(() -> new ImageFiles(10, 10).read(png, "large.png"))
                .hasMessageContaining("bytes, more than 10");
    }

    @Test
    void a_source_decodes_when_asked() throws Exception {
        Path file = folder.resolve("x.png");
        ImageSource source = files.source("x", file);
        assertThat(source.id()).isEqualTo("x");
        assertThatThrownBy(source::load).hasMessageContaining("FILE_NOT_FOUND");
        Picture picture = new Picture(2, 1, new byte[] {1, 2, 3, (byte) 200, 5, 6});
        PictureWriter.write(picture, file);
        assertThat(source.load().rgb()).isEqualTo(picture.rgb());
        assertThat(folder.resolve("x.png.part")).doesNotExist();
    }

    @Test
    void a_picture_that_can_t_be_written_is_told() {
        Picture picture = new Picture(1, 1, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> PictureWriter.write(picture, folder.resolve("no/x.png")))
                .hasMessageContaining("DISK");
    }

    private void assertBad(Path file, String message) {
        assertThatThrownBy(() -> files.read(file))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("BAD_IMAGE")
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }
}
