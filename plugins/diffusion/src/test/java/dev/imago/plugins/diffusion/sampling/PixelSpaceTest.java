package dev.imago.plugins.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.plugins.diffusion.Bed;
import org.junit.jupiter.api.Test;

class PixelSpaceTest {
    @Test
    void squares_become_channels_and_pixels_again() {
        try (Bed bed = new Bed()) {
            NDArray pixels = bed.normal(3, 2, 3, 8, 12);
            PixelSpace space = new PixelSpace(bed.ops(), 4);
            NDArray latents = space.encode(pixels);
            assertThat(latents.getShape()).isEqualTo(new Shape(2, 48, 2, 3));
            assertThat(latents.get("0,:16,0,0").toFloatArray())
                    .isEqualTo(pixels.get("0,0,:4,:4").toFloatArray());
            assertThat(space.decode(latents).toFloatArray()).isEqualTo(pixels.toFloatArray());
            assertThat(new PixelSpace(bed.ops(), 1).encode(pixels).toFloatArray())
                    .isEqualTo(pixels.toFloatArray());
        }
    }

    @Test
    void channels_tell_the_side_of_the_squares() {
        assertThat(PixelSpace.patch(3)).isEqualTo(1);
        assertThat(PixelSpace.patch(48)).isEqualTo(4);
        assertThat(PixelSpace.patch(4)).isZero();
        assertThat(PixelSpace.patch(24)).isZero();
    }
}
