package dev.imago.plugins.diffusion.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.Bed;
import dev.imago.plugins.diffusion.sampling.LatentPreview;
import dev.imago.plugins.diffusion.sampling.VaeSpace;
import dev.imago.runtime.weights.ParameterStore;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the numbers are is told by the parity cases; this is about sizes, tiles and memory. */
class AutoencoderKLTest {
    private final Bed bed = new Bed();
    private final Autograd.Scope off = Autograd.off();
    private AutoencoderKL vae;

    @BeforeEach
    void build() {
        ParameterStore store = bed.store();
        vae = new AutoencoderKL(Bed.vae(), store.root(), bed.ops());
        store.initialise(4);
    }

    @AfterEach
    void close() {
        off.close();
        bed.close();
    }

    @Test
    void pictures_become_latents_of_half_the_sides_and_back() {
        try (Posterior posterior = vae.encode(bed.normal(1, 2, 3, 16, 24))) {
            assertThat(posterior.mean().getShape()).isEqualTo(new Shape(2, 4, 8, 12));
            NDArray decoded = vae.decode(posterior.mean());
            assertThat(decoded.getShape()).isEqualTo(new Shape(2, 3, 16, 24));
        }
    }

    @Test
    void scaling_is_undone() {
        NDArray latents = bed.normal(1, 1, 4, 2, 2);
        assertThat(vae.unscaled(vae.scaled(latents)).toFloatArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(latents.toFloatArray());
    }

    @Test
    void sides_that_the_scale_does_not_divide_are_refused() {
        assertThatThrownBy(() -> vae.encode(bed.normal(1, 1, 3, 16, 15)))
                .hasMessageContaining("multiples of 2")
                .hasMessageContaining("15×16");
    }

    @Test
    void tiles_cover_the_picture_and_fade_into_each_other() {
        NDArray latents = bed.normal(1, 1, 4, 20, 26).mul(0.1f);
        NDArray whole = new VaeSpace(vae, bed.ops(), Precision.FP32, 0).decode(latents);
        NDArray tiled = new VaeSpace(vae, bed.ops(), Precision.FP32, 12).decode(latents);
        assertThat(tiled.getShape()).isEqualTo(whole.getShape());
        // Tiles of 12 begin at rows 0 and 8 and at columns 0, 9 and 14 of the latents.
        assertAlone(tiled, latents, 0, 0, "0:16", "0:18");
        assertAlone(tiled, latents, 8, 14, "24:40", "42:52");
        NDArray once = new VaeSpace(vae, bed.ops(), Precision.FP32, 26).decode(latents);
        assertThat(once.toFloatArray()).isEqualTo(whole.toFloatArray());
    }

    /** Where only one tile is, the picture is that tile's, pixel by pixel. */
    private void assertAlone(
            NDArray tiled, NDArray latents, int top, int left, String rows, String columns) {
        NDArray part = latents.get(new NDIndex(":,:,{}:{},{}:{}", top, top + 12, left, left + 12));
        NDArray tile = vae.decode(vae.unscaled(part.duplicate()));
        NDArray placed = tiled.zerosLike();
        placed.set(
                new NDIndex(":,:,{}:{},{}:{}", 2 * top, 2 * top + 24, 2 * left, 2 * left + 24),
                tile);
        String alone = ":,:," + rows + "," + columns;
        NDArray off = tiled.get(new NDIndex(alone)).sub(placed.get(new NDIndex(alone)));
        assertThat(off.abs().max().getFloat()).isLessThan(1e-5f);
    }

    @Test
    void a_preview_has_the_colours_of_what_is_decoded() {
        VaeSpace space = new VaeSpace(vae, bed.ops(), Precision.FP32, 0);
        LatentPreview preview = LatentPreview.of(space, bed.ops(), bed.manager());
        NDArray latents = bed.normal(7, 1, 4, 8, 8);
        NDArray small = preview.of(latents);
        assertThat(small.getShape()).isEqualTo(new Shape(1, 3, 8, 8));
        float[] colours = small.mean(new int[] {3}).mean(new int[] {2}).toFloatArray();
        NDArray decoded = space.decode(latents).mul(0.5f).add(0.5f).clip(0, 1);
        float[] expected = decoded.mean(new int[] {3}).mean(new int[] {2}).toFloatArray();
        for (int c = 0; c < 3; c++) {
            assertThat(colours[c]).isCloseTo(expected[c], Offset.offset(0.1f));
        }
    }

    @Test
    void a_round_trip_leaves_nothing_behind() {
        NDArray pictures = bed.normal(1, 1, 3, 16, 16);
        Runnable trip =
                () -> {
                    try (Posterior posterior = vae.encode(pictures);
                            NDArray scaled = vae.scaled(posterior.mean());
                            NDArray pixels =
                                    new VaeSpace(vae, bed.ops(), Precision.FP32, 0)
                                            .decode(scaled)) {
                        assertThat(pixels.getShape()).isEqualTo(pictures.getShape());
                    }
                };
        trip.run();
        int before = bed.live();
        trip.run();
        assertThat(bed.live()).isEqualTo(before);
    }
}
