package dev.imago.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {
    private static final Path FOLDER = Path.of("src/test/resources/images/resize");

    private final ImageFiles files = new ImageFiles();

    @ParameterizedTest
    @CsvSource({
        "alpha, bicubic, 56",
        "gradient_text, bicubic, 56",
        "gradient_text, bicubic, 90",
        "gradient_text, bicubic, 384",
        "gradient_text, bilinear, 56",
        "gradient_text, lanczos, 56",
        "gray, bicubic, 56",
        "large, bicubic, 56",
        "one_pixel_wide, bicubic, 56",
        "tall_odd, bicubic, 56",
        "tall_odd, bicubic, 90",
        "tall_odd, bilinear, 56",
        "tall_odd, lanczos, 56",
        "tall_odd, box, 56",
        "tall_odd, hamming, 56",
        "tall_odd, nearest, 56",
        "gradient_text, nearest, 384",
        "gradient_text, box, 90"
    })
    void every_pixel_equals_pillow_s(String name, String filter, int side) {
        Picture picture = files.read(FOLDER.resolve(name + ".png"));
        Picture expected = files.read(FOLDER.resolve(name + "." + filter + side + ".png"));
        Picture actual = Resize.to(picture, side, side, ResizeFilter.of(filter));
        assertThat(Arrays.mismatch(actual.rgb(), expected.rgb())).isEqualTo(-1);
    }

    @Test
    void the_same_size_is_the_same_picture() {
        Picture picture = files.read(FOLDER.resolve("gray.png"));
        assertThat(Resize.to(picture, 64, 64, ResizeFilter.BICUBIC)).isSameAs(picture);
    }

    @Test
    void pictures_of_one_pixel_can_be_resized() {
        Picture one = new Picture(1, 1, new byte[] {10, (byte) 200, 30});
        for (ResizeFilter filter : ResizeFilter.values()) {
            Picture wide = Resize.to(one, 5, 7, filter);
            assertThat(wide.at(4, 6, 1)).isEqualTo(200);
            assertThat(Resize.to(wide, 1, 1, filter).rgb()).isEqualTo(one.rgb());
        }
    }

    @Test
    void unknown_filters_are_told() {
        assertThatThrownBy(() -> ResizeFilter.of("cubic"))
                .hasMessageContaining(
                        "'cubic', expected one of nearest, box, bilinear, hamming, bicubic, lanczos");
    }
}
