package dev.imago.runtime.jpeg;

import java.util.Arrays;

/**
 * From 64 coefficients to 8×8 samples in integers, with the constants and roundings of libjpeg's
 * accurate transform (Loeffler, Ligtenberg and Moschytz 1989), so that the samples are the same.
 * For one thread.
 */
final class InverseDct {
    private static final int CONSTANT_BITS = 13;
    private static final int EXTRA_BITS = 2;
    private static final int COLUMN_SHIFT = CONSTANT_BITS - EXTRA_BITS;
    private static final int ROW_SHIFT = CONSTANT_BITS + EXTRA_BITS + 3;
    private static final int COLUMN_HALF = 1 << (COLUMN_SHIFT - 1);

    /** Rounds, and brings samples from around 0 to around 128. */
    private static final int ROW_HALF = (1 << (ROW_SHIFT - 1)) + (128 << ROW_SHIFT);

    private static final int C0_298 = 2446;
    private static final int C0_390 = 3196;
    private static final int C0_541 = 4433;
    private static final int C0_765 = 6270;
    private static final int C0_899 = 7373;
    private static final int C1_175 = 9633;
    private static final int C1_501 = 12299;
    private static final int C1_847 = 15137;
    private static final int C1_961 = 16069;
    private static final int C2_053 = 16819;
    private static final int C2_562 = 20995;
    private static final int C3_072 = 25172;

    private final int[] columns = new int[64];

    /** A block whose only coefficient is the first, quantised no more. */
    static void flat(int first, byte[] samples, int corner, int stride) {
        byte value =
                clip(((first << EXTRA_BITS) + (1 << (EXTRA_BITS + 2)) >> EXTRA_BITS + 3) + 128);
        for (int row = 0, at = corner; row < 8; row++, at += stride) {
            Arrays.fill(samples, at, at + 8, value);
        }
    }

    /** A block of coefficients in natural order, quantised no more. */
    void apply(int[] block, byte[] samples, int corner, int stride) {
        for (int i = 0; i < 8; i++) {
            column(block, i);
        }
        for (int row = 0, at = corner; row < 64; row += 8, at += stride) {
            row(row, samples, at);
        }
    }

    private void column(int[] in, int i) {
        int[] out = columns;
        if ((in[i + 8]
                        | in[i + 16]
                        | in[i + 24]
                        | in[i + 32]
                        | in[i + 40]
                        | in[i + 48]
                        | in[i + 56])
                == 0) {
            int value = in[i] << EXTRA_BITS;
            for (int at = i; at < 64; at += 8) {
                out[at] = value;
            }
            return;
        }
        int turned = (in[i + 16] + in[i + 48]) * C0_541;
        int low = turned - in[i + 48] * C1_847;
        int high = turned + in[i + 16] * C0_765;
        int sum = (in[i] + in[i + 32] << CONSTANT_BITS) + COLUMN_HALF;
        int difference = (in[i] - in[i + 32] << CONSTANT_BITS) + COLUMN_HALF;
        int even0 = sum + high;
        int even3 = sum - high;
        int even1 = difference + low;
        int even2 = difference - low;

        int a = in[i + 56];
        int b = in[i + 40];
        int c = in[i + 24];
        int d = in[i + 8];
        int all = (a + c + b + d) * C1_175;
        int ac = all - (a + c) * C1_961;
        int bd = all - (b + d) * C0_390;
        int ad = (a + d) * -C0_899;
        int bc = (b + c) * -C2_562;
        int odd3 = a * C0_298 + ad + ac;
        int odd2 = b * C2_053 + bc + bd;
        int odd1 = c * C3_072 + bc + ac;
        int odd0 = d * C1_501 + ad + bd;

        out[i] = even0 + odd0 >> COLUMN_SHIFT;
        out[i + 56] = even0 - odd0 >> COLUMN_SHIFT;
        out[i + 8] = even1 + odd1 >> COLUMN_SHIFT;
        out[i + 48] = even1 - odd1 >> COLUMN_SHIFT;
        out[i + 16] = even2 + odd2 >> COLUMN_SHIFT;
        out[i + 40] = even2 - odd2 >> COLUMN_SHIFT;
        out[i + 24] = even3 + odd3 >> COLUMN_SHIFT;
        out[i + 32] = even3 - odd3 >> COLUMN_SHIFT;
    }

    private void row(int i, byte[] samples, int at) {
        int[] in = columns;
        int turned = (in[i + 2] + in[i + 6]) * C0_541;
        int low = turned - in[i + 6] * C1_847;
        int high = turned + in[i + 2] * C0_765;
        int sum = (in[i] + in[i + 4] << CONSTANT_BITS) + ROW_HALF;
        int difference = (in[i] - in[i + 4] << CONSTANT_BITS) + ROW_HALF;
        int even0 = sum + high;
        int even3 = sum - high;
        int even1 = difference + low;
        int even2 = difference - low;

        int a = in[i + 7];
        int b = in[i + 5];
        int c = in[i + 3];
        int d = in[i + 1];
        int all = (a + c + b + d) * C1_175;
        int ac = all - (a + c) * C1_961;
        int bd = all - (b + d) * C0_390;
        int ad = (a + d) * -C0_899;
        int bc = (b + c) * -C2_562;
        int odd3 = a * C0_298 + ad + ac;
        int odd2 = b * C2_053 + bc + bd;
        int odd1 = c * C3_072 + bc + ac;
        int odd0 = d * C1_501 + ad + bd;

        samples[at] = clip(even0 + odd0 >> ROW_SHIFT);
        samples[at + 7] = clip(even0 - odd0 >> ROW_SHIFT);
        samples[at + 1] = clip(even1 + odd1 >> ROW_SHIFT);
        samples[at + 6] = clip(even1 - odd1 >> ROW_SHIFT);
        samples[at + 2] = clip(even2 + odd2 >> ROW_SHIFT);
        samples[at + 5] = clip(even2 - odd2 >> ROW_SHIFT);
        samples[at + 3] = clip(even3 + odd3 >> ROW_SHIFT);
        samples[at + 4] = clip(even3 - odd3 >> ROW_SHIFT);
    }

    /** Hardly ever anything is beyond 0..255, so that one branch is cheaper than two bounds. */
    private static byte clip(int value) {
        return (byte) ((value & ~0xff) == 0 ? value : ~value >> 31);
    }
}
