package dev.imago.runtime.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That pixels equal libjpeg-turbo's is in {@code ImageFilesTest}; here is what goes wrong. */
class JpegDecoderTest {
    private static final Path FOLDER = Path.of("src/test/resources/images/decode");

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "progressive.jpg", "restarts.jpg", "ycck.jpg"})
    void every_shorter_file_is_refused(String name) throws IOException {
        byte[] whole = file(name);
        // The last two bytes are the mark of the end, which a file of one pass can do without.
        for (int length = 0; length < whole.length - 2; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new JpegDecoder(torn).decode())
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(JpegFormatException.class);
        }
    }

    @Test
    void a_file_of_one_pass_may_lack_the_mark_of_its_end() throws IOException {
        byte[] whole = file("rgb.jpg");
        byte[] torn = Arrays.copyOf(whole, whole.length - 2);
        assertThat(new JpegDecoder(torn).decode().rgb())
                .isEqualTo(new JpegDecoder(whole).decode().rgb());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "progressive.jpg", "progressive_restarts.jpg", "cmyk.jpg"})
    void damage_is_told_or_seen_but_never_breaks(String name) throws IOException {
        byte[] whole = file(name);
        Random random = new Random(5);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                JpegPixels pixels = new JpegDecoder(damaged).decode();
                assertThat(pixels.rgb()).hasSize(pixels.width() * pixels.height() * 3);
            } catch (JpegFormatException e) {
                assertThat(e).hasMessageMatching("(is|has) .*");
            }
        }
    }

    @Test
    void the_size_is_known_before_anything_is_decoded() throws IOException {
        byte[] large = claiming(65_500, 65_500);
        JpegDecoder decoder = new JpegDecoder(large);
        assertThat(decoder.width()).isEqualTo(65_500);
        assertThat(decoder.height()).isEqualTo(65_500);
    }

    @Test
    void few_bytes_ask_for_little_memory() throws IOException {
        byte[] large = claiming(9_000, 9_000);
        assertThatThrownBy(() -> new JpegDecoder(large).decode())
                .hasMessageContaining("bytes can't hold its blocks");
    }

    @Test
    void kinds_that_are_not_read_are_named() throws IOException {
        byte[] arithmetic = file("rgb.jpg");
        arithmetic[frame(arithmetic) + 1] = (byte) 0xc9;
        assertThatThrownBy(() -> new JpegDecoder(arithmetic))
                .hasMessageContaining("lossless, hierarchical or arithmetic-coded");
        byte[] deep = file("rgb.jpg");
        deep[frame(deep) + 4] = 12;
        assertThatThrownBy(() -> new JpegDecoder(deep)).hasMessageContaining("12 bits a sample");
        assertThatThrownBy(() -> new JpegDecoder(new byte[] {1, 2, 3, 4}))
                .hasMessageContaining("is no JPEG");
    }

    private static byte[] claiming(int width, int height) throws IOException {
        byte[] file = file("rgb.jpg");
        int at = frame(file) + 5;
        file[at] = (byte) (height >> 8);
        file[at + 1] = (byte) height;
        file[at + 2] = (byte) (width >> 8);
        file[at + 3] = (byte) width;
        return file;
    }

    /** Where the marker of the picture header stands. */
    private static int frame(byte[] file) {
        int at = 2;
        while ((file[at + 1] & 0xff) != 0xc0) {
            at += 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
        }
        return at;
    }

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }
}
