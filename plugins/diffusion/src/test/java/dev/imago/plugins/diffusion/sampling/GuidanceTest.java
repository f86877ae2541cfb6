package dev.imago.plugins.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.plugins.diffusion.Bed;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuidanceTest {
    private final Bed bed = new Bed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void each_row_has_a_scale_of_its_own() {
        NDArray negative = bed.manager().create(new float[] {1, 1, 1}, new Shape(3, 1, 1, 1));
        NDArray positive = bed.manager().create(new float[] {2, 3, 4}, new Shape(3, 1, 1, 1));
        Guidance guidance = new Guidance(List.of(1.0, 7.5, 2.0));
        assertThat(guidance.isOn()).isTrue();
        assertThat(guidance.apply(negative, positive).toFloatArray()).containsExactly(2, 16, 7);
    }

    @Test
    void without_guidance_no_negative_prediction_is_needed() {
        assertThat(new Guidance(List.of(1.0, 1.0)).isOn()).isFalse();
    }

    @Test
    void a_scale_below_1_is_refused() {
        assertThatThrownBy(() -> new Guidance(List.of(7.5, 0.5)))
                .hasMessageContaining("guidance is 0.5, expected a number of at least 1");
        assertThatThrownBy(() -> new Guidance(List.of(Double.NaN)))
                .hasMessageContaining("guidance is NaN");
    }
}
