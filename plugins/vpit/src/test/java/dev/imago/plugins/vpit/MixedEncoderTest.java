package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Parts;
import dev.imago.api.plugin.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two encoders that hand back their pixels, so that what each was given can be seen. */
class MixedEncoderTest {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final List<Double> MEAN = List.of(0.1, 0.2, 0.3);
    private static final List<Double> STD = List.of(0.5, 0.25, 0.125);

    /** Which encoder stands for a spec. */
    record Sizes(int side, List<Double> mean, List<Double> std) {}

    /** Each pixel is a patch of width 3. */
    record PixelEncoder(Sizes sizes) implements Encoder {
        @Override
        public NDArray encode(NDArray pixels) {
            try (NDArray flat = pixels.reshape(pixels.getShape().get(0), 3, -1)) {
                return flat.transpose(0, 2, 1);
            }
        }

        @Override
        public FeatureShape output() {
            return new FeatureShape(sizes.side() * sizes.side(), 3);
        }

        @Override
        public Preprocessing preprocessing() {
            return new Preprocessing(sizes.side(), sizes.mean(), sizes.std(), "bicubic");
        }
    }

    /** Builds those, and lets each declare a parameter. */
    private static final Parts PARTS =
            new Parts() {
                @Override
                public <K> K create(Spec<K> spec, Weights weights) {
                    weights.parameter("weight", new Shape(1), Init.ONES);
                    return spec.kind().cast(new PixelEncoder((Sizes) spec.config()));
                }

                @Override
                public <K> K create(Spec<K> spec) {
                    throw new UnsupportedOperationException("these all declare parameters");
                }
            };

    private static Spec<Encoder> spec(int side, List<Double> mean, List<Double> std) {
        return new Spec<>(Encoder.class, "pixels", new Sizes(side, mean, std));
    }

    private static MixedEncoder mixed(Bed bed, Spec<Encoder> first, Spec<Encoder> second) {
        MixedEncoderConfig config = new MixedEncoderConfig(List.of(first, second));
        return new MixedEncoder(config, PARTS, bed.store().root(), bed.ops());
    }

    @Test
    void each_encoder_gets_pixels_normalised_its_own_way() {
        try (Bed bed = new Bed()) {
            MixedEncoder encoder = mixed(bed, spec(2, HALVES, HALVES), spec(2, MEAN, STD));
            NDArray grey = bed.manager().zeros(new Shape(1, 3, 2, 2)); // 0.5 in 0..1
            NDArray features = encoder.encode(grey);
            assertThat(features.getShape()).isEqualTo(new Shape(1, 4, 6));
            float[] first = features.get(new NDIndex("0, 0")).toFloatArray();
            assertThat(first).containsExactly(new float[] {0, 0, 0, 0.8f, 1.2f, 1.6f}, within());
        }
    }

    @Test
    void the_larger_picture_is_prepared_and_grids_are_brought_to_the_first() {
        try (Bed bed = new Bed()) {
            MixedEncoder encoder = mixed(bed, spec(2, HALVES, HALVES), spec(4, HALVES, HALVES));
            assertThat(encoder.preprocessing().size()).isEqualTo(4);
            assertThat(encoder.output()).isEqualTo(new FeatureShape(4, 6));
            NDArray even = bed.manager().full(new Shape(2, 3, 4, 4), 0.25f);
            NDArray features = encoder.encode(even);
            assertThat(features.getShape()).isEqualTo(new Shape(2, 4, 6));
            assertThat(features.sub(0.25f).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void each_encoder_declares_below_its_place() {
        try (Bed bed = new Bed()) {
            mixed(bed, spec(2, HALVES, HALVES), spec(2, HALVES, HALVES));
            assertThat(bed.names()).containsExactly("0.weight", "1.weight");
        }
    }

    @Test
    void one_encoder_is_no_mixture() {
        assertThatThrownBy(() -> new MixedEncoderConfig(List.of(spec(2, HALVES, HALVES))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("encoders has 1 entries, expected at least 2");
    }

    private static org.assertj.core.data.Offset<Float> within() {
        return org.assertj.core.data.Offset.offset(1e-5f);
    }
}
