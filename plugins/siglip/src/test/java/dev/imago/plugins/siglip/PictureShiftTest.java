package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PictureShiftTest {
    private static final int SIDE = 8;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void every_channel_moves_by_the_same_few_pixels_and_edges_repeat() {
        NDArray pixels = manager.arange(3f * SIDE * SIDE).reshape(1, 3, SIDE, SIDE);

        float[] moved = new PictureShift(2, 5).apply(pixels, 11).toFloatArray();

        int right = (int) (3 - moved[3] % SIDE);
        int down = 3 - (int) (moved[3 * SIDE] / SIDE);
        assertThat(right).isBetween(-2, 2);
        assertThat(down).isBetween(-2, 2);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int from = inside(y - down) * SIDE + inside(x - right);
                    assertThat(moved[(c * SIDE + y) * SIDE + x]).isEqualTo(c * SIDE * SIDE + from);
                }
            }
        }
    }

    @Test
    void a_picture_s_move_depends_on_its_draw_not_on_its_neighbours() {
        NDArray pixels = manager.randomUniform(0, 1, new Shape(6, 3, SIDE, SIDE));
        PictureShift shift = new PictureShift(2, 5);

        float[] together = shift.apply(pixels, 100).toFloatArray();
        float[] last = shift.apply(pixels.get("4:6"), 104).toFloatArray();

        int one = 3 * SIDE * SIDE;
        assertThat(Arrays.copyOfRange(together, 4 * one, 6 * one)).isEqualTo(last);
        assertThat(together).isNotEqualTo(pixels.toFloatArray());
    }

    @Test
    void none_gives_the_same_array() {
        NDArray pixels = manager.ones(new Shape(1, 3, SIDE, SIDE));
        assertThat(PictureShift.NONE.apply(pixels, 0)).isSameAs(pixels);
    }

    private static int inside(int place) {
        return Math.max(0, Math.min(SIDE - 1, place));
    }
}
