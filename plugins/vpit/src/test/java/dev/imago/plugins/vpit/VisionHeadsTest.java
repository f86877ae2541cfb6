package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.VisionHead;
import dev.imago.api.model.Widths;
import org.junit.jupiter.api.Test;

class VisionHeadsTest {
    private static final Widths SAME = new Widths(2, 2);

    private static VisionHead identity(Bed bed, String loss) {
        return new IdentityVisionHead(
                new VisionHeadConfig(loss, 3.0, null), SAME, new NoNorm(), bed.ops());
    }

    private static double loss(Bed bed, VisionHead head, float... numbers) {
        NDArray prediction = bed.array(new Shape(2, 2), numbers[0], numbers[1], 1, 0);
        NDArray target = bed.array(new Shape(2, 2), numbers[2], numbers[3], 1, 0);
        return head.lossSum(prediction, target).getFloat();
    }

    @Test
    void cosine_is_minus_the_similarity_summed_over_rows() {
        try (Bed bed = new Bed()) {
            assertThat(loss(bed, identity(bed, "cosine"), 3, 4, 4, 3))
                    .isCloseTo(-24.0 / 25 - 1, within(1e-6));
        }
    }

    @Test
    void mse_is_a_squared_difference_and_l1_an_absolute_one() {
        try (Bed bed = new Bed()) {
            assertThat(loss(bed, identity(bed, "mse"), 3, 4, 1, 4)).isCloseTo(2, within(1e-6));
            assertThat(loss(bed, identity(bed, "l1"), 3, 4, 1, 4)).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void softmax_is_the_cross_entropy_of_projected_predictions() {
        try (Bed bed = new Bed()) {
            VisionHead head =
                    new IdentityVisionHead(
                            new VisionHeadConfig("softmax", null, null),
                            SAME,
                            new SoftmaxNorm(new SoftmaxNormConfig(1.0), bed.ops()),
                            bed.ops());
            NDArray prediction = bed.array(new Shape(1, 2), 0, (float) Math.log(3));
            NDArray target = bed.array(new Shape(1, 2), 0.5f, 0.5f);
            double expected = -0.5 * Math.log(0.25) - 0.5 * Math.log(0.75);
            assertThat((double) head.lossSum(prediction, target).getFloat())
                    .isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void the_weight_is_told_but_not_applied() {
        try (Bed bed = new Bed()) {
            assertThat(identity(bed, "mse").weight()).isEqualTo(3.0);
        }
    }

    @Test
    void heads_declare_the_reference_s_keys() {
        try (Bed bed = new Bed()) {
            VisionHeadConfig config = new VisionHeadConfig(null, null, null);
            Widths widths = new Widths(8, 6);
            var root = bed.store().root();
            new MlpVisionHead(config, widths, new NoNorm(), root.at("mlp"), bed.ops());
            new Mlp2xGeluVisionHead(config, widths, new NoNorm(), root.at("two"), bed.ops());
            new LinearVisionHead(config, widths, new NoNorm(), root.at("one"), bed.ops());
            assertThat(bed.names())
                    .contains("mlp.0.weight", "mlp.2.bias", "two.4.weight", "one.weight")
                    .doesNotContain("mlp.4.weight", "one.0.weight");
        }
    }

    @Test
    void every_head_predicts_as_wide_as_visual_tokens() {
        try (Bed bed = new Bed()) {
            VisionHead head =
                    new LinearVisionHead(
                            new VisionHeadConfig(null, null, null),
                            new Widths(8, 6),
                            new NoNorm(),
                            bed.store().root().at("vision_head"),
                            bed.ops());
            bed.store().initialise(1);
            assertThat(head.predict(bed.random(3, 8)).getShape()).isEqualTo(new Shape(3, 6));
        }
    }

    @Test
    void identity_refuses_to_bridge_widths() {
        try (Bed bed = new Bed()) {
            VisionHeadConfig config = new VisionHeadConfig(null, null, null);
            assertThatThrownBy(
                            () ->
                                    new IdentityVisionHead(
                                            config, new Widths(8, 6), new NoNorm(), bed.ops()))
                    .hasMessageContaining("width 8 and visual tokens of width 6");
        }
    }
}
