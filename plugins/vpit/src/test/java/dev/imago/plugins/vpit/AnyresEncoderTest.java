package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TileGrid;
import dev.imago.api.model.Tiling;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Parts;
import dev.imago.api.plugin.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over an encoder whose features are its pixels, so that what went where can be seen. */
class AnyresEncoderTest {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final int SIDE = 4;

    /** Each pixel is a patch of width 3. */
    private static final class PixelEncoder implements Encoder {
        @Override
        public NDArray encode(NDArray pixels) {
            try (NDArray flat = pixels.reshape(pixels.getShape().get(0), 3, -1)) {
                return flat.transpose(0, 2, 1);
            }
        }

        @Override
        public FeatureShape output() {
            return new FeatureShape(SIDE * SIDE, 3);
        }

        @Override
        public Preprocessing preprocessing() {
            return new Preprocessing(SIDE, HALVES, HALVES, "bicubic");
        }
    }

    /** Stands for the keys of one. */
    record Keys() {}

    private static final Parts PARTS =
            new Parts() {
                @Override
                public <K> K create(Spec<K> spec, Weights weights) {
                    return spec.kind().cast(new PixelEncoder());
                }

                @Override
                public <K> K create(Spec<K> spec) {
                    throw new UnsupportedOperationException("encoders declare parameters");
                }
            };

    private static AnyresEncoder encoder(Bed bed) {
        Spec<Encoder> inside = new Spec<>(Encoder.class, "pixels", new Keys());
        AnyresConfig config = new AnyresConfig(inside, List.of(List.of(2, 1), List.of(1, 2)));
        return new AnyresEncoder(config, PARTS, bed.store().root(), bed.ops());
    }

    @Test
    void it_tells_the_encoder_s_squares_and_twice_its_width() {
        try (Bed bed = new Bed()) {
            AnyresEncoder encoder = encoder(bed);
            assertThat(encoder.output()).isEqualTo(new FeatureShape(16, 6));
            assertThat(encoder.preprocessing().aspect())
                    .isEqualTo(
                            new Aspect.Tiles(
                                    List.of(new TileGrid(2, 1), new TileGrid(1, 2)),
                                    new Aspect.Square()));
        }
    }

    @Test
    void tiles_are_laid_out_side_by_side_and_freed_of_bars() {
        try (Bed bed = new Bed()) {
            // A wide picture of 8×2 on a canvas of 8×4: rows 1 and 2 show it, by column numbers.
            NDArray views = bed.manager().full(new Shape(3, 3, SIDE, SIDE), -9f);
            for (int column = 0; column < 8; column++) {
                for (int row = 1; row < 3; row++) {
                    views.set(
                            new NDIndex("{}, :, {}, {}", 1 + column / 4, row, column % 4), column);
                }
            }
            Tiling tiling = new Tiling(new TileGrid(2, 1), 80, 20);
            NDArray features = encoder(bed).encode(views, List.of(tiling));
            assertThat(features.getShape()).isEqualTo(new Shape(1, 16, 6));
            assertThat(features.get(new NDIndex("0, :, :3")).max().getFloat()).isEqualTo(-9f);
            float[] first = features.get(new NDIndex("0, :4, 3")).toFloatArray();
            // Halved with antialias: near the mean of two columns, and no bar shines in.
            for (int i = 0; i < first.length; i++) {
                assertThat(first[i]).isBetween(2 * i + 0.2f, 2 * i + 0.8f);
            }
        }
    }

    @Test
    void several_pictures_of_different_tilings_make_one_batch() {
        try (Bed bed = new Bed()) {
            AnyresEncoder encoder = encoder(bed);
            NDArray views = bed.manager().randomUniform(-1, 1, new Shape(6, 3, SIDE, SIDE));
            Tiling wide = new Tiling(new TileGrid(2, 1), 80, 40);
            Tiling tall = new Tiling(new TileGrid(1, 2), 30, 61);
            NDArray both = encoder.encode(views, List.of(wide, tall));
            NDArray first = encoder.encode(views.get(":3"), List.of(wide));
            NDArray second = encoder.encode(views.get("3:"), List.of(tall));
            assertThat(both.getShape()).isEqualTo(new Shape(2, 16, 6));
            assertThat(both.get("0:1").toFloatArray()).isEqualTo(first.toFloatArray());
            assertThat(both.get("1:2").toFloatArray()).isEqualTo(second.toFloatArray());
        }
    }

    @Test
    void a_whole_view_alone_counts_as_one_tile() {
        try (Bed bed = new Bed()) {
            NDArray pixels = bed.manager().randomUniform(-1, 1, new Shape(2, 3, SIDE, SIDE));
            NDArray features = encoder(bed).encode(pixels);
            assertThat(features.getShape()).isEqualTo(new Shape(2, 16, 6));
            assertThat(features.get(":, :, :3").toFloatArray())
                    .isEqualTo(features.get(":, :, 3:").toFloatArray());
        }
    }

    @Test
    void a_sliver_of_a_picture_keeps_a_row_of_patches() {
        try (Bed bed = new Bed()) {
            NDArray views = bed.manager().randomUniform(-1, 1, new Shape(3, 3, SIDE, SIDE));
            Tiling sliver = new Tiling(new TileGrid(2, 1), 10_000, 1);
            NDArray features = encoder(bed).encode(views, List.of(sliver));
            assertThat(features.toFloatArray()).doesNotContain(Float.NaN);
        }
    }

    @Test
    void only_the_features_are_left_behind() {
        try (Bed bed = new Bed()) {
            AnyresEncoder encoder = encoder(bed);
            NDArray views = bed.manager().randomUniform(-1, 1, new Shape(3, 3, SIDE, SIDE));
            Tiling wide = new Tiling(new TileGrid(2, 1), 80, 40);
            encoder.encode(views, List.of(wide)).close(); // kernels make their constants once
            int before = bed.manager().getManagedArrays().size();
            encoder.encode(views, List.of(wide)).close();
            encoder.encode(views).close();
            assertThat(bed.manager().getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void grids_that_are_none_are_refused() {
        Spec<Encoder> inside = new Spec<>(Encoder.class, "pixels", new Keys());
        assertThatThrownBy(() -> new AnyresConfig(inside, List.of(List.of(2))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("grids has [2], expected columns and rows");
        assertThatThrownBy(() -> new AnyresConfig(inside, List.of()))
                .hasMessageContaining("grids is empty");
        assertThatThrownBy(() -> new AnyresConfig(null, null))
                .hasMessageContaining("encoder is required");
    }
}
