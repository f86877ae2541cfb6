package dev.imago.runtime.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Picture;
import dev.imago.runtime.image.Resize;
import dev.imago.runtime.image.ResizeFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImagePrintTest {
    private static final int MOST = 6;

    @Test
    void the_same_pixels_have_the_same_hash_and_others_another() {
        assertThat(ImagePrint.of(scene(1, 90, 70)).exact())
                .isEqualTo(ImagePrint.of(scene(1, 90, 70)).exact())
                .isNotEqualTo(ImagePrint.of(scene(2, 90, 70)).exact());
    }

    @Test
    void a_resized_and_retouched_picture_is_known_again() {
        for (int seed = 0; seed < 20; seed++) {
            Picture picture = scene(seed, 320, 240);
            ImagePrint print = ImagePrint.of(picture);
            Picture small = Resize.to(picture, 200, 150, ResizeFilter.of("bicubic"));
            assertThat(print.resembles(ImagePrint.of(small), MOST)).isTrue();
            assertThat(print.resembles(ImagePrint.of(noisy(picture)), MOST)).isTrue();
        }
    }

    @Test
    void other_pictures_are_others() {
        for (int a = 0; a < 40; a++) {
            for (int b = a + 1; b < 40; b++) {
                ImagePrint one = ImagePrint.of(scene(a, 120, 120));
                assertThat(one.resembles(ImagePrint.of(scene(b, 120, 120)), MOST)).isFalse();
            }
        }
    }

    @Test
    void a_tinted_copy_is_another_picture() {
        Picture picture = scene(3, 120, 120);
        byte[] red = picture.rgb().clone();
        for (int i = 1; i < red.length; i += 3) {
            red[i] = (byte) ((red[i] & 0xff) * 2 / 3);
        }
        ImagePrint tinted = ImagePrint.of(new Picture(120, 120, red));
        assertThat(ImagePrint.of(picture).resembles(tinted, MOST)).isFalse();
    }

    @Test
    void pictures_without_structure_are_only_known_by_their_pixels() {
        ImagePrint white = ImagePrint.of(flat(200, 40));
        ImagePrint nearly = ImagePrint.of(flat(201, 40));
        assertThat(white.resembles(nearly, MOST)).isFalse();
        assertThat(white.resembles(ImagePrint.of(flat(200, 40)), MOST)).isTrue();
    }

    @Test
    void the_smallest_picture_has_a_print() {
        assertThat(ImagePrint.of(flat(7, 1)).colours()).containsOnly(7);
    }

    @Test
    void an_index_finds_what_a_comparison_with_all_finds() {
        PrintIndex index = new PrintIndex();
        List<ImagePrint> all = new ArrayList<>();
        for (int seed = 0; seed < 50; seed++) {
            all.add(ImagePrint.of(scene(seed, 160, 120)));
            index.add(new PrintIndex.Entry(all.get(seed), null, seed));
        }
        int known = 0;
        for (int seed = 0; seed < 100; seed++) {
            ImagePrint small =
                    ImagePrint.of(
                            Resize.to(scene(seed, 160, 120), 128, 96, ResizeFilter.of("bilinear")));
            for (int most = 0; most <= PrintIndex.MOST_APART; most++) {
                int apart = most;
                boolean found = index.find(small, apart).isPresent();
                assertThat(found).isEqualTo(all.stream().anyMatch(p -> p.resembles(small, apart)));
                known += found && most == PrintIndex.MOST_APART ? 1 : 0;
            }
        }
        assertThat(known).isBetween(48, 50);
    }

    /** Coloured boxes on a ground. */
    static Picture scene(long seed, int width, int height) {
        Random random = new Random(seed);
        byte[] rgb = new byte[width * height * 3];
        for (int box = 0; box < 12; box++) {
            double left = box == 0 ? 0 : random.nextDouble() * 0.8;
            double top = box == 0 ? 0 : random.nextDouble() * 0.8;
            double right = box == 0 ? 1 : Math.min(1, left + 0.1 + random.nextDouble() * 0.4);
            double bottom = box == 0 ? 1 : Math.min(1, top + 0.1 + random.nextDouble() * 0.4);
            int[] colour = random.ints(3, 0, 256).toArray();
            for (int y = (int) (top * height); y < (int) (bottom * height); y++) {
                for (int x = (int) (left * width); x < (int) (right * width); x++) {
                    for (int c = 0; c < 3; c++) {
                        rgb[(y * width + x) * 3 + c] = (byte) colour[c];
                    }
                }
            }
        }
        return new Picture(width, height, rgb);
    }

    private static Picture noisy(Picture picture) {
        Random random = new Random(9);
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            int value = (rgb[i] & 0xff) + random.nextInt(7) - 3;
            rgb[i] = (byte) Math.max(0, Math.min(255, value));
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static Picture flat(int level, int side) {
        byte[] rgb = new byte[side * side * 3];
        java.util.Arrays.fill(rgb, (byte) level);
        return new Picture(side, side, rgb);
    }
}
