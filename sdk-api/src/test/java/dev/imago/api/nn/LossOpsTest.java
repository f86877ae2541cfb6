package dev.imago.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.testing.OpsBed;
import org.junit.jupiter.api.Test;

class LossOpsTest extends OpsBed {
    /** Rows from unsure to nearly certain, right and wrong: logits are the hidden numbers. */
    @Test
    void bfloat16_cross_entropy_keeps_the_digits_of_sure_rows() {
        int vocabulary = 512;
        long[] ids = {3, 7, 511, -100, 0, 9};
        float[] certainty = {0, 6, 11, 4, -3, 16};
        NDArray logits = manager.randomNormal(new Shape(ids.length, vocabulary));
        for (int row = 0; row < ids.length; row++) {
            long at = Math.max(0, ids[row]);
            logits.set(new NDIndex(row, at), certainty[row]);
        }
        NDArray rounded = ops.cast(logits, Precision.BF16);
        NDArray identity = ops.cast(manager.eye(vocabulary), Precision.BF16);
        NDArray labels = manager.create(ids);
        NDArray wide = ops.cast(rounded, Precision.FP32);
        try (Autograd.Scope on = Autograd.on()) {
            rounded.setRequiresGradient(true);
            wide.setRequiresGradient(true);
            NDArray found = ops.losses().linearCrossEntropySum(rounded, identity, labels);
            NDArray wanted = ops.losses().crossEntropySum(wide, labels);
            Autograd.backward(found);
            Autograd.backward(wanted);
            assertThat(found.getFloat()).isCloseTo(wanted.getFloat(), within(0.02f));
        }
        NDArray gradient = ops.cast(Autograd.gradient(rounded).orElseThrow(), Precision.FP32);
        NDArray exact = Autograd.gradient(wide).orElseThrow();
        NDArray error = gradient.sub(exact).abs().div(exact.abs().add(1e-12f));
        assertThat(error.max().getFloat()).as("relative").isLessThan(0.012f);
    }
}
