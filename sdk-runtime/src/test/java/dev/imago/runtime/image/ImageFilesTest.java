package dev.imago.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ImagoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/images/decode");

    private final ImageFiles files = new ImageFiles();

    @TempDir Path folder;

    static Stream<String> kinds() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".rgb.png"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_pixel_equals_pillow_s(String name) {
        Picture expected = files.read(FOLDER.resolve(name + ".rgb.png"));
        Picture actual = files.read(FOLDER.resolve(name));
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.height()).isEqualTo(expected.height());
        assertThat(Arrays.mismatch(actual.rgb(), expected.rgb())).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.jpg",
                "progressive.jpg",
                "restarts.jpg",
                "cmyk.jpg",
                "rgba.png",
                "grey.png",
                "rgb.gif",
                "rgb.bmp",
                "lossy.webp",
                "lossless.webp",
                "lzw.tif"
            })
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
        for (String name :
                List.of("rgb.jpg", "rgba.png", "rgb.gif", "rgb.bmp", "alpha.webp", "lzw.tif")) {
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
        assertBad(file, "is no JPEG, PNG, WebP, GIF, BMP or TIFF");
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
    void bombs_are_refused_by_what_they_claim() {
        ByteBuffer png = ByteBuffer.allocate(45);
        png.putLong(0x89504e470d0a1a0aL).putInt(13).putInt(0x49484452);
        png.putInt(100_000).putInt(100_000).put(new byte[] {8, 2, 0, 0, 0}).putInt(0);
        assertThatThrownBy(() -> files.read(png.array(), "bomb.png"))
                .hasMessageContaining("BAD_IMAGE")
                .hasMessageContaining("bomb.png")
                .hasMessageContaining("100000×100000 pixels, more than 100000000");
        ByteBuffer line = png.duplicate().putInt(16, 200_000).putInt(20, 10);
        assertThatThrownBy(() -> files.read(line.array(), "line.png"))
                .hasMessageContaining("200000×10 pixels, longer than 131072");
        ByteBuffer gif = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
        gif.putShort((short) 60_000).putShort((short) 60_000).put(new byte[3]);
        gif.put((byte) 0x2c).putInt(0).putShort((short) 1).putShort((short) 1).put((byte) 0);
        assertThatThrownBy(() -> files.read(gif.array(), "bomb.gif"))
                .hasMessageContaining("60000×60000 pixels, more than 100000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void low_pictures_keep_rows_and_channels_apart(int height) {
        byte[] rgb = new byte[7 * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 5);
        }
        Picture low = new Picture(7, height, rgb);
        Picture read = files.read(PictureWriter.png(low), "low.png");
        assertThat(read.height()).isEqualTo(height);
        assertThat(read.rgb()).isEqualTo(rgb);
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
