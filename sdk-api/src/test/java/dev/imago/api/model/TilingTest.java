package dev.imago.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TilingTest {
    private static final TileGrid WIDE = new TileGrid(2, 1);

    @Test
    void a_picture_has_one_view_more_than_tiles() {
        assertThat(new Tiling(WIDE, 10, 10).views()).isEqualTo(3);
    }

    @Test
    void bars_are_left_out() {
        // 400×100 over 8×4 patches: as wide as the map, two rows high, one row of bar at each side.
        assertThat(new Tiling(WIDE, 400, 100).content(8, 4)).isEqualTo(new Tiling.Area(0, 1, 8, 2));
        assertThat(new Tiling(WIDE, 100, 100).content(8, 4)).isEqualTo(new Tiling.Area(2, 0, 4, 4));
        assertThat(new Tiling(WIDE, 200, 100).content(8, 4)).isEqualTo(new Tiling.Area(0, 0, 8, 4));
    }

    @Test
    void of_a_thin_picture_nothing_may_be_left() {
        assertThat(new Tiling(WIDE, 1000, 1).content(8, 4)).isEqualTo(new Tiling.Area(0, 2, 8, 0));
    }

    @Test
    void a_grid_has_tiles() {
        assertThatThrownBy(() -> new TileGrid(0, 2)).hasMessageContaining("0×2 tiles");
    }
}
