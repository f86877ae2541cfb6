package dev.imago.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.testing.OpsBed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpsTest extends OpsBed {
    @Test
    void rms_norm_divides_by_the_root_mean_square() {
        NDArray x = manager.create(new float[] {3, 4}, new Shape(1, 2));
        NDArray y = ops.rmsNorm(x, manager.create(new float[] {1, 2}), 0);
        float root = (float) Math.sqrt(12.5);
        assertThat(y.toFloatArray()[0]).isCloseTo(3 / root, within(1e-6f));
        assertThat(y.toFloatArray()[1]).isCloseTo(8 / root, within(1e-6f));
    }

    @Test
    void gradients_reach_a_leaf() {
        NDArray w = manager.create(new float[] {1, 2});
        w.setRequiresGradient(true);
        NDArray x = manager.create(new float[] {3, 4}, new Shape(1, 2));
        try (Autograd.Scope on = Autograd.on()) {
            Autograd.backward(ops.linear(x, w.reshape(1, 2), null).sum());
        }
        try (NDArray gradient = Autograd.gradient(w).orElseThrow()) {
            assertThat(gradient.toFloatArray()).containsExactly(3, 4);
        }
    }

    @Test
    void scaling_by_a_number_survives_a_collection_before_the_backward_pass() {
        NDArray w = manager.create(new float[] {1, 2}).duplicate();
        w.setRequiresGradient(true);
        try (Autograd.Scope on = Autograd.on()) {
            NDArray loss = ops.scale(w, 0.25).sum();
            System.gc();
            Autograd.backward(loss);
        }
        try (NDArray gradient = Autograd.gradient(w).orElseThrow()) {
            assertThat(gradient.toFloatArray()).containsExactly(0.25f, 0.25f);
        }
    }

    @Test
    void grouped_attention_equals_repeated_heads() {
        NDArray q = manager.randomNormal(new Shape(2, 4, 5, 8));
        NDArray k = manager.randomNormal(new Shape(2, 2, 5, 8));
        NDArray v = manager.randomNormal(new Shape(2, 2, 5, 8));
        NDArray grouped = ops.attentionCausal(q, k, v);
        NDArray whole = ops.attentionCausal(q, k.repeat(1, 2), v.repeat(1, 2));
        assertThat(grouped.sub(whole).abs().max().getFloat()).isLessThan(1e-6f);
        NDArray last = ops.attentionCausal(q.get(":, :, 4:"), k, v);
        assertThat(last.sub(grouped.get(":, :, 4:")).abs().max().getFloat()).isLessThan(1e-6f);
        NDArray two = ops.attentionCausal(q.get(":, :, 3:"), k, v);
        assertThat(two.sub(grouped.get(":, :, 3:")).abs().max().getFloat()).isLessThan(1e-6f);
    }

    @Test
    void bfloat16_linear_of_many_rows_is_that_of_float32_but_for_rounding() {
        NDArray x = ops.cast(manager.randomNormal(new Shape(2, 8, 64)), Precision.BF16);
        NDArray w = ops.cast(manager.randomNormal(new Shape(32, 64)), Precision.BF16);
        NDArray b = ops.cast(manager.randomNormal(new Shape(32)), Precision.BF16);
        NDArray found = ops.linear(x, w, b);
        assertThat(Precision.of(found)).isEqualTo(Precision.BF16);
        NDArray wide =
                ops.linear(
                        ops.cast(x, Precision.FP32),
                        ops.cast(w, Precision.FP32),
                        ops.cast(b, Precision.FP32));
        NDArray difference = ops.cast(found, Precision.FP32).sub(wide);
        assertThat(difference.abs().max().getFloat()).isLessThan(0.15f);
    }

    @Test
    void bfloat16_linear_equals_its_packed_form() {
        assumeTrue(ops.packsLinear(), "the processor has no bfloat16");
        NDArray x = ops.cast(manager.randomNormal(new Shape(1, 64)), Precision.BF16);
        NDArray w = ops.cast(manager.randomNormal(new Shape(32, 64)), Precision.BF16);
        NDArray plain = ops.cast(ops.linear(x, w, null), Precision.FP32);
        NDArray packed = ops.cast(ops.linearPacked(x, ops.packLinear(w), null), Precision.FP32);
        assertThat(plain.sub(packed).abs().max().getFloat()).isLessThan(0.1f);
    }

    @Test
    void every_image_kernel_runs() {
        ImageOps images = ops.images();
        NDArray x = manager.randomNormal(new Shape(2, 4, 6, 6));
        NDArray w = manager.randomNormal(new Shape(8, 4, 3, 3));
        NDArray b = manager.zeros(new Shape(8));
        assertThat(images.conv2d(x, w, b, 2, 1).getShape()).isEqualTo(new Shape(2, 8, 3, 3));
        assertThat(images.conv2d(x, w, null, 1, 1).getShape()).isEqualTo(new Shape(2, 8, 6, 6));
        NDArray wt = manager.randomNormal(new Shape(4, 8, 4, 4));
        assertThat(images.convTranspose2d(x, wt, b, 2, 1).getShape())
                .isEqualTo(new Shape(2, 8, 12, 12));
        assertThat(images.convTranspose2d(x, wt, null, 2, 1).getShape())
                .isEqualTo(new Shape(2, 8, 12, 12));
        NDArray c = manager.ones(new Shape(4));
        assertThat(images.groupNorm(x, c, c, 2, 1e-5).getShape()).isEqualTo(x.getShape());
        assertThat(images.batchNorm(x, c, c, c, c, 1e-5).getShape()).isEqualTo(x.getShape());
        assertThat(images.batchNormTraining(x, c, c, 1e-5).get(2).getShape())
                .isEqualTo(new Shape(4));
        assertThat(images.pixelShuffle(x, 2).getShape()).isEqualTo(new Shape(2, 1, 12, 12));
        for (ImageOps.Interpolation how : ImageOps.Interpolation.values()) {
            assertThat(images.resize(x, 3, 9, how).getShape()).isEqualTo(new Shape(2, 4, 3, 9));
        }
    }

    @Test
    void every_small_kernel_runs() {
        NDArray x = manager.randomNormal(new Shape(3, 4));
        NDArray c = manager.ones(new Shape(4));
        NDArray rows = manager.create(new long[] {2, 0});
        assertThat(ops.layerNorm(x, c, c, 1e-5).getShape()).isEqualTo(x.getShape());
        assertThat(ops.silu(x).getShape()).isEqualTo(x.getShape());
        assertThat(ops.swiglu(x, x).getShape()).isEqualTo(x.getShape());
        assertThat(ops.gelu(x).sub(ops.geluTanh(x)).abs().max().getFloat()).isLessThan(1e-2f);
        assertThat(ops.softmax(x, -1).sum().getFloat()).isCloseTo(3f, within(1e-5f));
        assertThat(ops.l2Normalize(x, 1e-12).square().sum().getFloat())
                .isCloseTo(3f, within(1e-5f));
        assertThat(ops.embedding(rows, x).toFloatArray())
                .containsExactly(ops.gatherRows(x, rows).toFloatArray());
        NDArray moved = ops.scatterRows(x, rows, ops.gatherRows(x, rows));
        assertThat(moved.toFloatArray()).containsExactly(x.toFloatArray());
        assertThat(ops.argmax(x).toLongArray())
                .containsExactly(ops.topK(x, 2).get(1).get(":, 0").toLongArray());
        assertThat(ops.zeros(manager, new Shape(2), Precision.BF16).getShape())
                .isEqualTo(new Shape(2));
        LossOps losses = ops.losses();
        assertThat(losses.cosineRows(x, x).sum().getFloat()).isCloseTo(3f, within(1e-5f));
        assertThat(losses.l1Rows(x, x).sum().getFloat()).isZero();
        assertThat(losses.mseRows(x, x).sum().getFloat()).isZero();
        assertThat(losses.softCrossEntropyRows(ops.softmax(x, 1), ops.softmax(x, 1)).getShape())
                .isEqualTo(new Shape(3));
        NDArray labels = manager.create(new long[] {1, -100, 3});
        assertThat(losses.crossEntropySum(x, labels).getFloat()).isPositive();
    }

    @Test
    void attention_in_blocks_equals_the_definition_with_its_gradients() {
        for (boolean causal : new boolean[] {true, false}) {
            for (long heads : new long[] {4, 2}) {
                NDArray q = leaf(2, heads, 150, 8);
                NDArray k = leaf(2, 2, 170, 8);
                NDArray v = leaf(2, 2, 170, 8);
                NDArray mask = manager.ones(new Shape(150, 170));
                NDArray seen = causal ? manager.create(triangle(150, 170)) : mask;
                try (Autograd.Scope on = Autograd.on()) {
                    NDArray found = causal ? ops.attentionCausal(q, k, v) : ops.attention(q, k, v);
                    NDArray wanted = defined(q, k, v, seen);
                    assertClose(found, wanted, 1e-5f);
                    NDArray upstream = manager.randomNormal(found.getShape());
                    Autograd.backward(found, upstream);
                    NDArray[] leaves = {q, k, v};
                    NDArray[] first = new NDArray[3];
                    for (int i = 0; i < 3; i++) {
                        first[i] = Autograd.gradient(leaves[i]).orElseThrow().duplicate();
                    }
                    Autograd.backward(wanted, upstream);
                    for (int i = 0; i < 3; i++) {
                        NDArray both = Autograd.gradient(leaves[i]).orElseThrow();
                        assertClose(both.sub(first[i]), first[i], 1e-4f);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FP32, 1e-5", "BF16, 3e-2"})
    void attention_of_pixels_equals_attention(Precision precision, double within) {
        NDArray whole = manager.randomNormal(new Shape(3, 2, 4, 300, 20));
        NDArray given = ops.cast(whole, precision);
        NDArray q = given.get(0);
        NDArray k = given.get(1);
        NDArray v = given.get(2);
        NDArray found = ops.cast(ops.attentionOfPixels(q, k, v), Precision.FP32);
        NDArray wanted =
                ops.attention(
                        ops.cast(q, Precision.FP32),
                        ops.cast(k, Precision.FP32),
                        ops.cast(v, Precision.FP32));
        assertThat(found.sub(wanted).abs().max().getFloat()).isLessThan((float) within);
    }

    @Test
    void masked_attention_ignores_what_is_hidden_and_survives_rows_that_see_nothing() {
        NDArray q = leaf(2, 4, 150, 8);
        NDArray k = leaf(2, 2, 150, 8);
        NDArray v = leaf(2, 2, 150, 8);
        NDArray seen = manager.randomUniform(0, 1, new Shape(2, 1, 150, 150)).gt(0.3);
        NDArray found = ops.attentionMasked(q, k, v, seen);
        assertClose(found, defined(q, k, v, seen.toType(DataType.FLOAT32, false)), 1e-5f);
        NDArray nothing = manager.zeros(new Shape(2, 1, 150, 150)).gt(0.5);
        NDArray blind = ops.attentionMasked(q, k, v, nothing);
        assertThat(blind.isNaN().any().getBoolean()).isFalse();
    }

    @Test
    void cross_entropy_by_blocks_equals_the_whole_with_its_gradients() {
        NDArray hidden = leaf(600, 16);
        NDArray weight = leaf(40, 16);
        long[] ids = new long[600];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % 7 == 0 ? -100 : i % 40;
        }
        NDArray labels = manager.create(ids);
        try (Autograd.Scope on = Autograd.on()) {
            NDArray whole = ops.losses().crossEntropySum(ops.linear(hidden, weight, null), labels);
            Autograd.backward(whole.div(3));
            NDArray dh = Autograd.gradient(hidden).orElseThrow().duplicate();
            NDArray dw = Autograd.gradient(weight).orElseThrow().duplicate();
            NDArray blocks = ops.losses().linearCrossEntropySum(hidden, weight, labels);
            Autograd.backward(blocks.div(3));
            assertThat(blocks.getFloat()).isCloseTo(whole.getFloat(), within(1e-2f));
            assertClose(Autograd.gradient(hidden).orElseThrow(), dh.mul(2), 1e-5f);
            assertClose(Autograd.gradient(weight).orElseThrow(), dw.mul(2), 1e-3f);
        }
        NDArray far = manager.create(new float[] {300, 0}, new Shape(1, 2));
        NDArray one = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
        one.setRequiresGradient(true);
        try (Autograd.Scope on = Autograd.on()) {
            NDArray loss =
                    ops.losses().linearCrossEntropySum(far, one, manager.create(new long[] {1}));
            assertThat(loss.getFloat()).isCloseTo(300f, within(1e-3f));
        }
    }

    @Test
    void norm_in_bfloat16_equals_the_definition_for_any_width() {
        for (int width : new int[] {576, 192, 1536, 5120, 7}) {
            NDArray x =
                    ops.cast(manager.randomNormal(new Shape(20000 / width, width)), Precision.BF16);
            NDArray w = ops.cast(manager.randomNormal(new Shape(width)), Precision.BF16);
            NDArray wide = ops.cast(x, Precision.FP32);
            NDArray root = wide.square().mean(new int[] {-1}, true).add(1e-5).sqrt();
            NDArray wanted = wide.div(root).mul(ops.cast(w, Precision.FP32));
            NDArray found = ops.cast(ops.rmsNorm(x, w, 1e-5), Precision.FP32);
            NDArray bias = found.div(wanted).mean();
            // One scale a row: over the 3 rows of the widest its rounding does not average out.
            assertThat(bias.getFloat()).as("width %d", width).isCloseTo(1f, within(1e-3f));
            assertThat(found.sub(wanted).abs().div(wanted.abs()).max().getFloat())
                    .isLessThan(0.012f);
        }
    }

    private NDArray leaf(long... shape) {
        NDArray leaf = manager.randomNormal(new Shape(shape));
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** 1 where a row may look: the last row sees all columns, each earlier one a column less. */
    private static float[][] triangle(int rows, int columns) {
        float[][] triangle = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            java.util.Arrays.fill(triangle[i], 0, i + 1 + columns - rows, 1f);
        }
        return triangle;
    }

    /** Softmax of scaled products over what is seen, step by step. */
    private static NDArray defined(NDArray q, NDArray k, NDArray v, NDArray seen) {
        long groups = q.getShape().get(1) / k.getShape().get(1);
        NDArray keys = k.repeat(1, groups);
        NDArray values = v.repeat(1, groups);
        NDArray scores = q.matMul(keys.swapAxes(2, 3)).mul(Math.pow(8, -0.5));
        return scores.add(seen.sub(1).mul(1e9)).softmax(-1).matMul(values);
    }

    private static void assertClose(NDArray found, NDArray wanted, float tolerance) {
        assertThat(found.sub(wanted).abs().max().getFloat()).isLessThan(tolerance);
    }
}
