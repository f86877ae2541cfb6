package dev.imago.plugins.diffusion.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.plugins.diffusion.Bed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextPaddingTest {
    private final Bed bed = new Bed();

    @AfterEach
    void close() {
        bed.close();
    }

    private ContextPadding padding(int rows, String padding) {
        return new ContextPadding(
                bed.ops(), new ProjectorConfig(null, 4, 8, 8, 5, null, 2, rows, padding));
    }

    @Test
    void rows_of_zeros_fill_the_context() {
        NDArray projected = bed.normal(1, 2, 5, 8);
        NDArray context = padding(7, null).pad(projected, 3);
        assertThat(context.getShape()).isEqualTo(new Shape(2, 7, 8));
        assertThat(context.get(new NDIndex(":, :5")).toFloatArray())
                .isEqualTo(projected.toFloatArray());
        assertThat(context.get(new NDIndex(":, 5:")).abs().sum().getFloat()).isZero();
    }

    @Test
    void the_reference_s_training_adds_by_the_visual_tokens() {
        NDArray projected = bed.normal(1, 2, 5, 8);
        assertThat(padding(7, "vision_tokens").pad(projected, 3).getShape())
                .isEqualTo(new Shape(2, 9, 8));
        assertThat(padding(7, "vision_tokens").pad(projected, 9).getShape())
                .isEqualTo(projected.getShape());
    }

    @Test
    void more_rows_than_the_context_has_are_refused() {
        assertThatThrownBy(() -> padding(4, null).pad(bed.normal(1, 1, 5, 8), 5))
                .hasMessageContaining("a context of 4 rows, but the projector gives 5");
    }

    @Test
    void no_picture_is_a_context_of_zeros() {
        NDArray context = bed.normal(1, 1, 5, 8);
        NDArray none = padding(5, null).unconditional(context);
        assertThat(none.getShape()).isEqualTo(context.getShape());
        assertThat(none.abs().sum().getFloat()).isZero();
    }
}
