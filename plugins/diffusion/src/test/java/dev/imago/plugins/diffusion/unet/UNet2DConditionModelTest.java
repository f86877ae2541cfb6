package dev.imago.plugins.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.Bed;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the numbers are is told by the parity cases; this is about options, sizes and memory. */
class UNet2DConditionModelTest {
    private final Bed bed = new Bed();

    @AfterEach
    void close() {
        bed.close();
    }

    private UNet2DConditionModel unet(ParameterStore store, String more) {
        UNet2DConditionModel unet =
                new UNet2DConditionModel(Bed.unet(more), store.root(), bed.ops());
        store.initialise(3);
        return unet;
    }

    private NDArray run(UNet2DConditionModel unet, NDArray sample, NDArray context) {
        NDArray times = bed.manager().full(new Shape(sample.getShape().get(0)), 500f);
        try (Autograd.Scope off = Autograd.off()) {
            return unet.apply(sample, times, context);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"use_linear_projection\": true, \"attention_head_dim\": [2, 4]",
                ", \"resnet_time_scale_shift\": \"scale_shift\", \"resnet_skip_time_act\": true",
                ", \"only_cross_attention\": [true, false], \"transformer_layers_per_block\": 2",
                ", \"mid_block_type\": \"UNetMidBlock2D\", \"mid_block_scale_factor\": 1.5",
                ", \"down_block_types\": [\"DownBlock2D\", \"CrossAttnDownBlock2D\"],"
                        + " \"layers_per_block\": [2, 1], \"downsample_padding\": 0",
                ", \"center_input_sample\": true, \"resnet_out_scale_factor\": 2,"
                        + " \"conv_in_kernel\": 5, \"conv_out_kernel\": 1, \"freq_shift\": 1"
            })
    void every_option_predicts_in_the_sample_s_shape_and_trains_whole(String more) {
        ParameterStore store = bed.store();
        UNet2DConditionModel unet = unet(store, more);
        NDArray sample = bed.normal(1, 2, 4, 8, 8);
        NDArray context = bed.normal(5, 2, 3, 12);
        store.unfreeze("**");
        try (NDManager scope = bed.manager().newSubManager();
                Autograd.Scope on = Autograd.on()) {
            sample.attach(scope);
            context.attach(scope);
            NDArray times = scope.create(new float[] {3, 700});
            NDArray predicted = unet.apply(sample, times, context);
            assertThat(predicted.getShape()).isEqualTo(sample.getShape());
            Autograd.backward(predicted.square().mean());
            Map<String, NDArray> gradients = store.gradients(scope);
            assertThat(gradients.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            store.parameters().stream().map(Parameter::name).toList());
        }
    }

    @Test
    void sides_may_be_odd_and_unequal() {
        UNet2DConditionModel unet = unet(bed.store(), "");
        NDArray predicted = run(unet, bed.normal(1, 1, 4, 7, 13), bed.normal(2, 1, 5, 12));
        assertThat(predicted.getShape()).isEqualTo(new Shape(1, 4, 7, 13));
    }

    @Test
    void a_row_alone_equals_it_in_a_batch() {
        UNet2DConditionModel unet = unet(bed.store(), "");
        NDArray sample = bed.normal(1, 3, 4, 8, 8);
        NDArray context = bed.normal(9, 3, 5, 12);
        float[] together = run(unet, sample, context).get(new NDIndex(1)).toFloatArray();
        float[] alone =
                run(unet, sample.get(new NDIndex("1:2")), context.get(new NDIndex("1:2")))
                        .toFloatArray();
        for (int i = 0; i < alone.length; i++) {
            assertThat(together[i]).isCloseTo(alone[i], org.assertj.core.data.Offset.offset(2e-5f));
        }
    }

    @Test
    void in_bfloat16_it_predicts_nearly_the_same() {
        UNet2DConditionModel wide = unet(bed.store(), "");
        ParameterStore store = new ParameterStore(bed.ops(), bed.manager(), Precision.BF16);
        UNet2DConditionModel narrow = unet(store, "");
        NDArray sample = bed.normal(1, 1, 4, 8, 8);
        NDArray context = bed.normal(2, 1, 5, 12);
        NDArray expected = run(wide, sample, context);
        NDArray actual =
                bed.ops()
                        .cast(
                                run(
                                        narrow,
                                        bed.ops().cast(sample, Precision.BF16),
                                        bed.ops().cast(context, Precision.BF16)),
                                Precision.FP32);
        float off = actual.sub(expected).abs().max().getFloat();
        assertThat(off / expected.abs().max().getFloat()).isLessThan(0.05f);
    }

    @Test
    void wrong_channels_and_widths_are_named_with_both_numbers() {
        UNet2DConditionModel unet = unet(bed.store(), "");
        assertThatThrownBy(() -> run(unet, bed.normal(1, 1, 3, 8, 8), bed.normal(2, 1, 5, 12)))
                .hasMessageContaining("latents of 4 channels")
                .hasMessageContaining("(1, 3, 8, 8)");
        assertThatThrownBy(() -> run(unet, bed.normal(1, 1, 4, 8, 8), bed.normal(2, 1, 5, 10)))
                .hasMessageContaining("width 12, but was given 10");
    }

    @Test
    void a_prediction_leaves_nothing_behind() {
        UNet2DConditionModel unet = unet(bed.store(), ", \"center_input_sample\": true");
        NDArray sample = bed.normal(1, 1, 4, 8, 8);
        NDArray context = bed.normal(2, 1, 5, 12);
        run(unet, sample, context).close();
        int before = bed.live();
        run(unet, sample, context).close();
        assertThat(bed.live()).isLessThanOrEqualTo(before + 1); // the timesteps of the test
    }
}
