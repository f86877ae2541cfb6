package dev.imago.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.testing.OpsBed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListOpsTest extends OpsBed {
    @ParameterizedTest
    @EnumSource(Precision.class)
    void the_norm_of_a_large_tensor_keeps_its_digits(Precision precision) {
        NDArray large = ops.cast(manager.randomNormal(new Shape(4000, 500)), precision);
        double sum = 0;
        for (float value : ops.cast(large, Precision.FP32).toFloatArray()) {
            sum += (double) value * value;
        }
        double norm = ops.lists().norm(new NDList(large));
        assertThat(norm / Math.sqrt(sum)).isCloseTo(1.0, within(1e-4));
    }

    @Test
    void clipping_scales_to_the_limit_and_returns_the_norm_before() {
        NDList gradients =
                new NDList(manager.create(new float[] {3, 0}), manager.create(new float[] {0, 4}));
        assertThat(ops.lists().clip(gradients, 1.0)).isCloseTo(5.0, within(1e-6));
        assertThat(ops.lists().norm(gradients)).isCloseTo(1.0, within(1e-5));
    }

    @Test
    void adamw_with_masters_follows_float32() {
        NDArray start = manager.randomNormal(new Shape(33));
        NDArray exact = start.duplicate();
        NDArray rounded = ops.cast(start, Precision.BF16);
        NDArray master = start.duplicate();
        NDList[] moments = {zeros(), zeros(), zeros(), zeros()};
        ListOps.AdamW settings = new ListOps.AdamW(1e-2, 0.9, 0.999, 1e-8, 0.1);
        for (int step = 1; step <= 3; step++) {
            NDArray g16 = ops.cast(manager.randomNormal(new Shape(33)), Precision.BF16);
            NDArray g32 = ops.cast(g16, Precision.FP32);
            ops.lists()
                    .adamW(
                            settings,
                            step,
                            new NDList(exact),
                            new NDList(g32),
                            moments[0],
                            moments[1],
                            null);
            ops.lists()
                    .adamW(
                            settings,
                            step,
                            new NDList(rounded),
                            new NDList(g16),
                            moments[2],
                            moments[3],
                            new NDList(master));
        }
        assertThat(exact.toFloatArray()).containsExactly(master.toFloatArray());
        assertThat(ops.cast(rounded, Precision.FP32).sub(exact).abs().max().getFloat())
                .isLessThan(0.02f);
        assertThat(exact.toFloatArray()).isNotEqualTo(start.toFloatArray());
    }

    private NDList zeros() {
        return new NDList(manager.zeros(new Shape(33), DataType.FLOAT32));
    }
}
