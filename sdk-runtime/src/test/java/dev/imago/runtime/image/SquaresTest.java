package dev.imago.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Picture;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TileGrid;
import java.util.List;
import org.junit.jupiter.api.Test;

class SquaresTest {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final List<Integer> BLUE = List.of(0, 0, 255);
    private static final Picture WIDE = stripes(24, 8);

    private static Preprocessing as(Aspect aspect) {
        return new Preprocessing(8, HALVES, HALVES, "bicubic", aspect);
    }

    @Test
    void a_square_is_stretched() {
        assertThat(new Squares(as(new Aspect.Square())).of(WIDE).rgb())
                .isEqualTo(Resize.to(WIDE, 8, 8, ResizeFilter.BICUBIC).rgb());
    }

    @Test
    void bars_are_at_both_ends_and_the_odd_row_at_the_end() {
        Picture padded = Squares.padded(stripes(5, 2), new Aspect.Pad(BLUE, 8));
        assertThat(padded.width()).isEqualTo(5);
        assertThat(padded.height()).isEqualTo(5);
        assertThat(padded.at(0, 0, 2)).isEqualTo(255);
        assertThat(padded.at(4, 1, 0)).isEqualTo(40);
        assertThat(padded.at(4, 2, 0)).isEqualTo(40);
        assertThat(padded.at(0, 3, 2)).isEqualTo(255);
        assertThat(padded.at(0, 4, 2)).isEqualTo(255);
    }

    @Test
    void the_middle_is_cut_out_of_a_resized_picture() {
        Picture whole = Resize.to(WIDE, 36, 12, ResizeFilter.BICUBIC);
        Picture cut = new Squares(as(new Aspect.Crop(12))).of(WIDE);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(cut.at(x, y, channel)).isEqualTo(whole.at(14 + x, 2 + y, channel));
                }
            }
        }
    }

    @Test
    void the_same_view_at_another_size_shows_the_same_part() {
        Squares cut = new Squares(as(new Aspect.Crop(12)));
        Picture view = cut.of(WIDE, new PictureSize(16, 16));
        assertThat(view.rgb()).isEqualTo(new Squares(wider(new Aspect.Crop(24))).of(WIDE).rgb());
        Squares bars = new Squares(as(new Aspect.Pad(BLUE, 8)));
        assertThat(bars.of(WIDE, new PictureSize(16, 16)).rgb())
                .isEqualTo(new Squares(wider(new Aspect.Pad(BLUE, 16))).of(WIDE).rgb());
        Picture flat = cut.of(WIDE, new PictureSize(16, 4));
        assertThat(flat.rgb()).isEqualTo(Resize.to(view, 16, 4, ResizeFilter.BICUBIC).rgb());
        assertThat(cut.of(WIDE, new PictureSize(24, 8))).isSameAs(WIDE);
    }

    private static Preprocessing wider(Aspect aspect) {
        return new Preprocessing(16, HALVES, HALVES, "bicubic", aspect);
    }

    @Test
    void a_cut_of_a_very_long_picture_needs_no_more_memory_than_the_cut() {
        Picture line = new Picture(120_000, 1, new byte[360_000]);
        assertThat(new Squares(as(new Aspect.Crop(512))).of(line).width()).isEqualTo(8);
    }

    @Test
    void tiles_follow_the_whole_view_row_by_row() {
        Aspect tiles =
                new Aspect.Tiles(
                        List.of(new TileGrid(3, 1), new TileGrid(2, 2)), new Aspect.Square());
        Squares squares = new Squares(as(tiles));
        List<Picture> views = squares.views(WIDE, squares.tiling(WIDE));
        assertThat(squares.tiling(WIDE).grid()).isEqualTo(new TileGrid(3, 1));
        assertThat(views).hasSize(4);
        assertThat(views.get(2).at(0, 0, 0)).isEqualTo(80);
        assertThat(views.get(0).rgb()).isEqualTo(squares.of(WIDE).rgb());
    }

    @Test
    void a_whole_view_with_bars_keeps_its_shape() {
        Aspect pad = new Aspect.Pad(BLUE, 8);
        Aspect tiles = new Aspect.Tiles(List.of(new TileGrid(2, 1)), pad);
        assertThat(new Squares(as(tiles)).of(WIDE).rgb())
                .isEqualTo(new Squares(as(pad)).of(WIDE).rgb());
    }

    @Test
    void without_tiles_there_is_no_tiling() {
        assertThatThrownBy(() -> new Squares(as(new Aspect.Square())).tiling(WIDE))
                .hasMessageContaining("has no tiles");
    }

    /** Columns of rising grey. */
    private static Picture stripes(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % width * 10);
        }
        return new Picture(width, height, rgb);
    }
}
