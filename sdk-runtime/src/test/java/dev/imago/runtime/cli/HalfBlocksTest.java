package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Picture;
import org.junit.jupiter.api.Test;

class HalfBlocksTest {
    @Test
    void two_rows_of_pixels_share_a_line() {
        byte[] rgb = {10, 0, 0, 10, 0, 0, 0, 20, 0, 0, 30, 0};
        assertThat(HalfBlocks.of(new Picture(2, 2, rgb), 80))
                .isEqualTo("\033[38;2;10;0;0m\033[48;2;0;20;0m▀\033[48;2;0;30;0m▀\033[0m\n");
    }

    @Test
    void the_last_of_an_odd_number_of_rows_has_no_ground() {
        assertThat(HalfBlocks.of(new Picture(1, 1, new byte[] {1, 2, 3}), 80))
                .isEqualTo("\033[38;2;1;2;3m\033[49m▀\033[0m\n");
    }

    @Test
    void wide_pictures_are_shrunk_to_means() {
        byte[] rgb = new byte[4 * 4 * 3];
        for (int i = 0; i < rgb.length; i += 6) {
            rgb[i] = 100; // every second column
        }
        String text = HalfBlocks.of(new Picture(4, 4, rgb), 2);
        assertThat(text.lines().count()).isEqualTo(1);
        assertThat(text).contains("38;2;50;0;0", "48;2;50;0;0");
    }
}
