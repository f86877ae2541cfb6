package dev.imago.plugins.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.plugins.diffusion.Bed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TiledDecodingTest {
    private static final int SCALE = 2;

    private final Bed bed = new Bed();

    @AfterEach
    void close() {
        bed.close();
    }

    /** Looks at nothing but the latent of a pixel. */
    private static NDArray enlarged(NDArray latents) {
        return latents.get(new NDIndex(":,:3")).repeat(2, SCALE).repeat(3, SCALE);
    }

    @Test
    void a_decoder_that_sees_no_neighbours_decodes_in_tiles_as_at_once() {
        for (long[] sides : new long[][] {{20, 26}, {12, 13}, {40, 12}, {9, 31}}) {
            NDArray latents = bed.normal(1, 1, 4, sides[0], sides[1]);
            NDArray tiled =
                    new TiledDecoding(TiledDecodingTest::enlarged, 12, SCALE).decode(latents);
            NDArray whole = enlarged(latents);
            assertThat(tiled.getShape()).isEqualTo(whole.getShape());
            assertThat(tiled.sub(whole).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void where_two_tiles_overlap_the_nearer_weighs_more() {
        List<Shape> seen = new ArrayList<>();
        // The first tile is black, the second white.
        TiledDecoding decoding =
                new TiledDecoding(
                        latents -> {
                            seen.add(latents.getShape());
                            Shape pixels = new Shape(1, 3, 16, 16);
                            return bed.manager().full(pixels, seen.size() - 1f);
                        },
                        8,
                        SCALE);
        NDArray row = decoding.decode(bed.normal(1, 1, 4, 8, 14)).get(new NDIndex("0, 0, 8"));
        float[] values = row.toFloatArray();
        assertThat(seen).containsExactly(new Shape(1, 4, 8, 8), new Shape(1, 4, 8, 8));
        // They share pixels 12 to 15 of 28; the first fades 4/4, 3/4, ... and the second 1/4, 2/4,
        // ...
        float[] shared = {1 / 5f, 2 / 5f, 3 / 5f, 4 / 5f};
        for (int x = 0; x < values.length; x++) {
            float expected = x < 12 ? 0 : x < 16 ? shared[x - 12] : 1;
            assertThat(values[x]).as("pixel " + x).isCloseTo(expected, within(1e-6f));
        }
    }
}
