package dev.imago.runtime.image;

/**
 * Weighted sums of neighbouring lines of samples. The lines of a window that moves on are kept;
 * each has an array of its own, of ints, which the JIT turns into vector instructions where one
 * array of bytes would stay scalar. For one thread.
 */
final class WeightedLines {
    private static final int FRACTION = 32 - 8 - 2;
    private static final int HALF = 1 << (FRACTION - 1);

    private final ResizeWeights weights;
    private final int[][] window;
    private final int[] sums;
    private int next;

    /** Fills a line with samples. */
    interface LineReader {
        /**
         * @param number of the line
         * @param line to fill
         */
        void read(int number, int[] line);
    }

    /**
     * @param weights along the lines' order, with {@link #precision()} bits
     * @param length of a line
     */
    WeightedLines(ResizeWeights weights, int length) {
        this.weights = weights;
        window = new int[Integer.highestOneBit(weights.most()) * 2][length];
        sums = new int[length];
    }

    /** Bits of the fixed-point weights: what 8-bit samples leave of an int, and 2 for overshoot. */
    static int precision() {
        return FRACTION;
    }

    /** Begins again at the first line. */
    void rewind() {
        next = 0;
    }

    /**
     * A new line, 0..255. Places must be asked for in rising order.
     *
     * @param place of the new line
     * @param reader of old lines
     * @return to be read before the next call
     */
    int[] at(int place, LineReader reader) {
        int first = weights.first(place);
        int k = weights.start(place);
        int count = weights.end(place) - k;
        for (next = Math.max(next, first); next < first + count; next++) {
            reader.read(next, line(next));
        }
        int[] factors = weights.values();
        java.util.Arrays.fill(sums, HALF);
        int at = 0;
        for (; at + 4 <= count; at += 4, k += 4) {
            add(line(first + at), line(first + at + 1), factors[k], factors[k + 1]);
            add(line(first + at + 2), line(first + at + 3), factors[k + 2], factors[k + 3]);
        }
        for (; at + 2 <= count; at += 2, k += 2) {
            add(line(first + at), line(first + at + 1), factors[k], factors[k + 1]);
        }
        if (at < count) {
            add(line(first + at), factors[k]);
        }
        clip();
        return sums;
    }

    private int[] line(int number) {
        return window[number & window.length - 1];
    }

    private void add(int[] a, int[] b, int factorA, int factorB) {
        int[] to = sums;
        for (int i = 0; i < to.length; i++) {
            to[i] += a[i] * factorA + b[i] * factorB;
        }
    }

    private void add(int[] a, int factor) {
        int[] to = sums;
        for (int i = 0; i < to.length; i++) {
            to[i] += a[i] * factor;
        }
    }

    /** To 0..255, by signs: comparisons would keep the JIT from vector instructions. */
    private void clip() {
        int[] to = sums;
        for (int i = 0; i < to.length; i++) {
            int value = to[i] >> FRACTION;
            int positive = value & ~(value >> 31);
            int room = 255 - positive;
            to[i] = positive + (room & room >> 31);
        }
    }
}
