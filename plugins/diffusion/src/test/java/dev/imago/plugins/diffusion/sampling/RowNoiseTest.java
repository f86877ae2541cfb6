package dev.imago.plugins.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.plugins.diffusion.Bed;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowNoiseTest {
    private static final Shape ROW = new Shape(4, 5, 6);

    private final Bed bed = new Bed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_row_draws_by_its_seed_whatever_stands_beside_it() {
        RowNoise batch = new RowNoise(List.of(7L, 8L, 9L));
        RowNoise alone = new RowNoise(List.of(8L));
        for (int draw = 0; draw < 3; draw++) {
            NDArray row = batch.next(bed.manager(), ROW).get(new NDIndex(1));
            assertThat(row.toFloatArray()).isEqualTo(alone.next(bed.manager(), ROW).toFloatArray());
        }
    }

    @Test
    void draws_are_standard_normal_and_differ() {
        RowNoise noise = new RowNoise(List.of(1L));
        NDArray first = noise.next(bed.manager(), new Shape(100, 100));
        NDArray second = noise.next(bed.manager(), new Shape(100, 100));
        assertThat(first.mean().getFloat()).isCloseTo(0f, Offset.offset(0.05f));
        assertThat(first.square().mean().getFloat()).isCloseTo(1f, Offset.offset(0.05f));
        assertThat(first.mul(second).mean().getFloat()).isCloseTo(0f, Offset.offset(0.05f));
    }
}
