package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.plugin.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiglipConfigTest {
    @Test
    void pixels_that_fill_no_patch_are_not_counted() {
        assertThat(TinySiglip.config(36, null, null, null).shape().tokens()).isEqualTo(16);
    }

    @Test
    void layers_behind_the_selected_one_are_not_run() {
        assertThat(TinySiglip.config(32, -1, null, null).layersRun()).isEqualTo(2);
        assertThat(TinySiglip.config(32, -2, null, null).layersRun()).isEqualTo(1);
        assertThat(TinySiglip.config(32, 0, null, null).layersRun()).isZero();
    }

    @Test
    void a_layer_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> TinySiglip.config(32, 3, null, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("select_layer is 3, expected between -3 and 2");
    }

    @Test
    void strides_shrink_the_grid_of_a_conv_stem() {
        SiglipConfig config = TinySiglip.convolutional(List.of(8, 8, 8), List.of(2, 1, 2));
        assertThat(config.grid()).isEqualTo(8);
    }

    @Test
    void each_convolution_needs_a_stride() {
        assertThatThrownBy(() -> TinySiglip.convolutional(List.of(8, 8), List.of(2)))
                .hasMessage("stem_strides has 1 values, expected as many as stem_channels");
    }

    @Test
    void a_pooled_picture_is_one_token() {
        assertThat(TinySiglip.config(32, null, null, "pooled").shape().tokens()).isOne();
    }
}
