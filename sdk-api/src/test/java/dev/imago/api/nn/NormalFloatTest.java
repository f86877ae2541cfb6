package dev.imago.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.PackedWeight.Format;
import dev.imago.api.testing.OpsBed;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NF4 against its paper (QLoRA, arXiv 2305.14314) and a computation in plain Java. */
class NormalFloatTest extends OpsBed {
    private static final int BLOCK = 64;
    private static final int RUN = 256;
    private static final int OUT = 37;
    private static final int IN = 640;

    /** Quantiles of even shares of each half of the normal distribution, zero shared. */
    private static double[] constructed() {
        NormalDistribution normal = new NormalDistribution();
        double last = 1 - (1.0 / 32 + 1.0 / 30) / 2;
        double[] values = new double[16];
        for (int i = 0; i < 8; i++) {
            values[15 - i] = normal.inverseCumulativeProbability(last + i * (0.5 - last) / 8);
        }
        for (int i = 0; i < 7; i++) {
            values[i] = -normal.inverseCumulativeProbability(last + i * (0.5 - last) / 7);
        }
        double most = values[15];
        return Arrays.stream(values).map(value -> value / most).toArray();
    }

    @Test
    void the_code_book_holds_quantiles_of_the_normal_distribution() {
        float[] found = ops.quantised().normalFloats(manager.create(0f)).toFloatArray();
        double[] wanted = constructed();
        assertThat(found).hasSize(16).isSorted();
        for (int i = 0; i < 16; i++) {
            assertThat((double) found[i]).isCloseTo(wanted[i], within(1e-6));
        }
        assertThat(found[7]).isZero();
    }

    /** Normal numbers of a spread that differs by row, with a block of zeros. */
    private static float[] weights() {
        Random random = new Random(11);
        float[] weights = new float[OUT * IN];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * (1 + i / IN) / 40);
        }
        Arrays.fill(weights, 3 * BLOCK, 4 * BLOCK, 0f);
        return weights;
    }

    private PackedWeight packed(Format format, float[] weights, int out, int in, Precision of) {
        QuantOps.Room room = ops.quantised().room(manager, format, out, in, 0, of, false);
        return room.put(manager.create(weights, new Shape(out, in)), 0);
    }

    private static double[] magnitudes(float[] weights) {
        double[] most = new double[weights.length / BLOCK];
        for (int i = 0; i < weights.length; i++) {
            most[i / BLOCK] = Math.max(most[i / BLOCK], Math.abs(weights[i]));
        }
        return most;
    }

    /** Magnitudes as they are after 8 bits. */
    private static double[] rounded(double[] magnitudes) {
        double mean = Arrays.stream(magnitudes).average().orElseThrow();
        double[] kept = new double[magnitudes.length];
        for (int from = 0; from < kept.length; from += RUN) {
            int to = Math.min(kept.length, from + RUN);
            double most = 0;
            for (int i = from; i < to; i++) {
                most = Math.max(most, Math.abs(magnitudes[i] - mean));
            }
            for (int i = from; i < to; i++) {
                kept[i] = Math.rint((magnitudes[i] - mean) / (most / 127)) * (most / 127) + mean;
            }
        }
        return kept;
    }

    private static int nearest(double share, float[] book) {
        int best = 0;
        for (int code = 1; code < book.length; code++) {
            if (Math.abs(share - book[code]) < Math.abs(share - book[best])) {
                best = code;
            }
        }
        return best;
    }

    private static double[] scales(Format format, float[] weights) {
        double[] magnitudes = magnitudes(weights);
        return format == Format.NF4 ? magnitudes : rounded(magnitudes);
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"NF4", "NF4_DOUBLE"})
    void codes_are_those_of_plain_java(Format format) {
        float[] weights = weights();
        float[] book = ops.quantised().normalFloats(manager.create(0f)).toFloatArray();
        double[] scales = scales(format, weights);
        PackedWeight packed = packed(format, weights, OUT, IN, Precision.FP32);
        byte[] bytes = packed.data().toByteArray();
        int wide = bytes.length / OUT;
        for (int i = 0; i < weights.length; i++) {
            double scale = scales[i / BLOCK];
            int wanted = nearest(scale == 0 ? 0 : weights[i] / scale, book);
            int pair = bytes[i / IN * wide + i % IN / 2];
            int found = i % 2 == 0 ? pair >> 4 & 15 : pair & 15;
            assertThat(found).as("weight %s", i).isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"NF4", "NF4_DOUBLE"})
    void values_are_codes_times_scales(Format format) {
        float[] weights = weights();
        float[] book = ops.quantised().normalFloats(manager.create(0f)).toFloatArray();
        double[] scales = scales(format, weights);
        float[] whole = values(format, weights, Precision.FP32);
        float[] half = values(format, weights, Precision.BF16);
        for (int i = 0; i < weights.length; i++) {
            double scale = scales[i / BLOCK];
            double wanted = scale == 0 ? 0 : scale * book[nearest(weights[i] / scale, book)];
            double near = Math.abs(wanted);
            assertThat((double) whole[i]).isCloseTo(wanted, within(1e-6 + near * 1e-5));
            // The code, the scale and their product are each rounded to 8 bits.
            assertThat((double) half[i]).isCloseTo(wanted, within(1e-6 + near * 3 / 256));
        }
    }

    private float[] values(Format format, float[] weights, Precision precision) {
        PackedWeight packed = packed(format, weights, OUT, IN, precision);
        NDArray plain = ops.quantised().dequantise(packed, precision);
        assertThat(Precision.of(plain)).isEqualTo(precision);
        return ops.cast(plain, Precision.FP32).toFloatArray();
    }

    @Test
    void a_weight_takes_four_and_a_half_bits_or_little_more_than_four() {
        assertThat(bits(Format.NF4)).isEqualTo(4.5);
        assertThat(bits(Format.NF4_DOUBLE)).isCloseTo(4.127, within(1e-3));
    }

    private double bits(Format format) {
        PackedWeight packed = packed(format, new float[1 << 20], 1024, 1024, Precision.BF16);
        return (8.0 * packed.data().size() + 32.0 * packed.scales().size()) / (1 << 20);
    }
}
