package dev.imago.runtime.jpeg;

/**
 * From 64 coefficients to 8×8 samples in integers, with the constants and roundings of libjpeg's
 * accurate transform (Loeffler, Ligtenberg and Moschytz 1989), so that the samples are the same.
 *
 * <p>A whole row of blocks is transformed at once, each step as a loop over one long line per input
 * with a single output: only such loops become vector instructions. Sums of products are written
 * out for each output, which costs multiplications and saves passes; in 32 bits, wrapped around,
 * both orders give the same number. For one thread.
 */
final class InverseDct {
    private static final int CONSTANT_BITS = 13;
    private static final int EXTRA_BITS = 2;
    private static final int ONE = 1 << CONSTANT_BITS;
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

    /** What inputs 0, 2, 4 and 6 give to outputs 0 to 3, and in mirrored order to 7 to 4. */
    private static final int[][] EVEN = {
        {ONE, C0_541 + C0_765, ONE, C0_541},
        {ONE, C0_541, -ONE, C0_541 - C1_847},
        {ONE, -C0_541, -ONE, C1_847 - C0_541},
        {ONE, -C0_541 - C0_765, ONE, -C0_541},
    };

    /** What inputs 1, 3, 5 and 7 give to outputs 0 to 3, and with the other sign to 7 to 4. */
    private static final int[][] ODD = {
        {C1_501 - C0_899 + C1_175 - C0_390, C1_175, C1_175 - C0_390, C1_175 - C0_899},
        {C1_175, C3_072 - C2_562 + C1_175 - C1_961, C1_175 - C2_562, C1_175 - C1_961},
        {C1_175 - C0_390, C1_175 - C2_562, C2_053 - C2_562 + C1_175 - C0_390, C1_175},
        {C1_175 - C0_899, C1_175 - C1_961, C1_175, C0_298 - C0_899 + C1_175 - C1_961},
    };

    private final int blocks;
    private final int[][] even;
    private final int[][] odd;
    private final int[][] turned;

    /**
     * @param blocks in a row
     */
    InverseDct(int blocks) {
        this.blocks = blocks;
        even = new int[4][8 * blocks];
        odd = new int[4][8 * blocks];
        turned = new int[8][8 * blocks];
    }

    /**
     * Transforms a row of blocks.
     *
     * @param coefficients quantised no more: 8 lines, a row of all blocks each, in which come the
     *     first coefficients of all blocks, then the second; they are overwritten
     * @return the samples, 0..255: 8 lines, a column each, in which come the first samples of all
     *     blocks, then the second; until the next call
     */
    int[][] apply(int[][] coefficients) {
        pass(coefficients, COLUMN_HALF, COLUMN_SHIFT);
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 8; column++) {
                int from = column * blocks;
                System.arraycopy(coefficients[row], from, turned[column], row * blocks, blocks);
            }
        }
        pass(turned, ROW_HALF, ROW_SHIFT);
        for (int[] line : turned) {
            clip(line);
        }
        return turned;
    }

    private void pass(int[][] lines, int half, int shift) {
        for (int i = 0; i < 4; i++) {
            sum(lines[0], lines[2], lines[4], lines[6], EVEN[i], half, even[i]);
            sum(lines[1], lines[3], lines[5], lines[7], ODD[i], 0, odd[i]);
        }
        for (int i = 0; i < 4; i++) {
            add(even[i], odd[i], shift, lines[i]);
            subtract(even[i], odd[i], shift, lines[7 - i]);
        }
    }

    private static void sum(int[] a, int[] b, int[] c, int[] d, int[] by, int half, int[] to) {
        int byA = by[0];
        int byB = by[1];
        int byC = by[2];
        int byD = by[3];
        for (int i = 0; i < to.length; i++) {
            to[i] = half + a[i] * byA + b[i] * byB + c[i] * byC + d[i] * byD;
        }
    }

    private static void add(int[] a, int[] b, int shift, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = a[i] + b[i] >> shift;
        }
    }

    private static void subtract(int[] a, int[] b, int shift, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = a[i] - b[i] >> shift;
        }
    }

    /** To 0..255, by signs: comparisons would keep the JIT from vector instructions. */
    static void clip(int[] to) {
        for (int i = 0; i < to.length; i++) {
            int positive = to[i] & ~(to[i] >> 31);
            int room = 255 - positive;
            to[i] = positive + (room & room >> 31);
        }
    }
}
