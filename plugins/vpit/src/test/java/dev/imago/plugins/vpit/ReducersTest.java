package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.plugin.InvalidValueException;
import org.junit.jupiter.api.Test;

/** What the numbers are is told by the parity cases; this is about shapes and refusals. */
class ReducersTest {
    private static final FeatureShape PATCHES = new FeatureShape(16, 6);

    @Test
    void halving_a_square_averages_two_by_two_patches() {
        try (Bed bed = new Bed()) {
            NDArray features = bed.array(new Shape(1, 16, 1), counting(16));
            InterpolationReducer reducer =
                    new InterpolationReducer(new InterpolationConfig(4, null), bed.ops());
            assertThat(reducer.reduce(features).toFloatArray())
                    .containsExactly(2.5f, 4.5f, 10.5f, 12.5f);
            assertThat(reducer.output(PATCHES)).isEqualTo(new FeatureShape(4, 6));
        }
    }

    @Test
    void joining_neighbours_keeps_them_row_by_row() {
        try (Bed bed = new Bed()) {
            NDArray features = bed.array(new Shape(1, 16, 1), counting(16));
            ConcatInterpolationReducer reducer =
                    new ConcatInterpolationReducer(new InterpolationConfig(4, null), bed.ops());
            assertThat(reducer.reduce(features).get("0, 1").toFloatArray())
                    .containsExactly(2, 3, 6, 7);
            assertThat(reducer.output(PATCHES)).isEqualTo(new FeatureShape(4, 24));
        }
    }

    @Test
    void a_number_of_tokens_that_is_no_square_is_refused_with_squares_near_it() {
        assertThatThrownBy(() -> new InterpolationConfig(8, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("tokens is 8, expected a square number such as 4 or 9");
    }

    @Test
    void rounding_down_has_to_be_asked_for_and_is_told_in_the_output() {
        try (Bed bed = new Bed()) {
            InterpolationReducer reducer =
                    new InterpolationReducer(new InterpolationConfig(8, true), bed.ops());
            assertThat(reducer.output(PATCHES).tokens()).isEqualTo(4);
            assertThat(reducer.reduce(bed.random(2, 16, 6)).getShape())
                    .isEqualTo(new Shape(2, 4, 6));
        }
    }

    @Test
    void patches_that_form_no_square_cannot_be_interpolated() {
        try (Bed bed = new Bed()) {
            InterpolationReducer reducer =
                    new InterpolationReducer(new InterpolationConfig(4, null), bed.ops());
            assertThatThrownBy(() -> reducer.output(new FeatureShape(15, 6)))
                    .isInstanceOf(ImagoException.class)
                    .hasMessageContaining("the encoder gives 15, which is none");
        }
    }

    @Test
    void the_mixer_maps_any_number_of_patches_to_any_number_of_tokens() {
        try (Bed bed = new Bed()) {
            MlpMixerReducer reducer =
                    new MlpMixerReducer(new MlpMixerConfig(5), PATCHES, bed.store().root());
            bed.store().initialise(1);
            assertThat(bed.names())
                    .containsExactly(
                            "token_mixer.0.weight",
                            "token_mixer.0.bias",
                            "channel_mixer.0.weight",
                            "channel_mixer.0.bias");
            assertThat(reducer.reduce(bed.random(2, 16, 6)).getShape())
                    .isEqualTo(new Shape(2, 5, 6));
        }
    }

    @Test
    void keeping_all_patches_refuses_another_number() {
        NoReducer reducer = new NoReducer(new NoReducerConfig(9));
        assertThatThrownBy(() -> reducer.output(PATCHES))
                .hasMessageContaining("the encoder gives 16 and tokens is 9");
        assertThat(new NoReducer(new NoReducerConfig(null)).output(PATCHES)).isEqualTo(PATCHES);
    }

    private static float[] counting(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }
}
