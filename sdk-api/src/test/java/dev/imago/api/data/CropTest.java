package dev.imago.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CropTest {
    /** Pixel (x, y) is 10y + x. */
    private static final ImageSource WHOLE = ImageSource.of("whole", numbered(4, 3));

    private static Picture numbered(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 / width * 10 + i / 3 % width);
        }
        return new Picture(width, height, rgb);
    }

    private static Picture cut(double left, double top, double right, double bottom) {
        return Crop.of(WHOLE, new Box(left, top, right, bottom)).load();
    }

    @Test
    void has_the_pixels_that_the_box_touches() {
        Picture part = cut(0.5, 0, 1, 0.5);
        assertThat(part.width()).isEqualTo(2);
        assertThat(part.height()).isEqualTo(2);
        assertThat(part.at(0, 0, 1)).isEqualTo(2);
        assertThat(part.at(1, 1, 2)).isEqualTo(13);
    }

    @Test
    void leaves_out_what_is_outside_and_keeps_a_pixel() {
        assertThat(cut(-1, -1, 2, 2)).usingRecursiveComparison().isEqualTo(WHOLE.load());
        assertThat(cut(0.3, 0.4, 0.3, 0.4).rgb()).containsExactly(11, 11, 11);
        assertThat(cut(1, 1, 1, 1).rgb()).containsExactly(23, 23, 23);
    }

    @Test
    void its_id_tells_whole_and_box() {
        Crop crop = Crop.of(WHOLE, new Box(0, 0.25, 0.5, 1));
        assertThat(crop.id()).isEqualTo("whole#crop=0.0,0.25,0.5,1.0");
        assertThat(crop).isEqualTo(Crop.of(WHOLE, new Box(0, 0.25, 0.5, 1)));
    }
}
