package dev.imago.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Preprocessing;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelArraysTest {
    private static final List<Double> MEANS = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> STDS = List.of(0.26862954, 0.26130258, 0.27577711);

    @Test
    void channels_come_first_and_are_normalised_each_on_its_own() {
        Picture picture = new Picture(2, 2, new byte[] {0, 51, 102, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        PixelArrays arrays = new PixelArrays(new Preprocessing(2, MEANS, STDS, "bicubic"));
        float[] pixels = arrays.pixels(picture);
        assertThat(pixels).hasSize(12);
        assertThat(pixels[0]).isCloseTo((float) (-0.48145466 / 0.26862954), within(1e-6f));
        assertThat(pixels[4]).isCloseTo((float) ((0.2 - 0.4578275) / 0.26130258), within(1e-6f));
        assertThat(pixels[11])
                .isCloseTo((float) ((9 / 255.0 - 0.40821073) / 0.27577711), within(1e-6f));
    }

    @Test
    void batches_hold_one_picture_after_the_other() {
        Picture a = new Picture(1, 1, new byte[] {10, 20, 30});
        Picture b = new Picture(3, 2, new byte[18]);
        List<ImageSource> images = List.of(ImageSource.of("a", a), ImageSource.of("b", b));
        PixelArrays arrays = new PixelArrays(new Preprocessing(4, MEANS, STDS, "bilinear"));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray batch = arrays.pixels(images, manager);
            assertThat(batch.getShape()).isEqualTo(new Shape(2, 3, 4, 4));
            assertThat(batch.get(0).toFloatArray()).isEqualTo(arrays.pixels(a));
            assertThat(batch.get(1).toFloatArray()).isEqualTo(arrays.pixels(b));
        }
    }

    @Test
    void unit_pixels_keep_their_size() {
        Picture picture = new Picture(2, 1, new byte[] {0, 0, (byte) 255, 51, 0, 0});
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray unit = PixelArrays.unit(List.of(picture), manager);
            assertThat(unit.getShape()).isEqualTo(new Shape(1, 3, 1, 2));
            assertThat(unit.toFloatArray()).containsExactly(0f, 0.2f, 0f, 0f, 1f, 0f);
            Picture other = new Picture(1, 1, new byte[3]);
            assertThatThrownBy(() -> PixelArrays.unit(List.of(picture, other), manager))
                    .hasMessageContaining("2×1 and 1×1");
        }
    }
}
