package dev.imago.runtime.jpeg;

/**
 * Rows of a component at the picture's full width. Where a component has half the samples, those
 * between are weighed 3 to 1 by their neighbours, with libjpeg-turbo's roundings; other ratios
 * repeat samples. Steps are loops over rows of ints with one output, which the JIT turns into
 * vector instructions. For one thread.
 */
final class Upsampling {
    /** Narrower components are not weighed but repeated. */
    private static final int NARROWEST = 3;

    private final SampleRows samples;
    private final int width;
    private final int height;
    private final int across;
    private final int down;
    private final boolean split;
    private final int[] row;
    private final int[] woven;
    private final int[] sums;
    private final int[] beside;

    Upsampling(SampleRows samples, FrameComponent component, FrameHeader frame)
            throws JpegFormatException {
        if (frame.horizontal() % component.horizontal != 0
                || frame.vertical() % component.vertical != 0) {
            throw new JpegFormatException(
                    "has colours sampled at fractions of each other, which is not read");
        }
        this.samples = samples;
        width = component.width();
        height = component.height();
        across = frame.horizontal() / component.horizontal;
        down = frame.vertical() / component.vertical;
        split = frame.isSplit();
        row = new int[frame.paddedWidth()];
        woven = split ? row : new int[row.length];
        sums = new int[component.blocksWide() * 8];
        beside = new int[sums.length];
    }

    /**
     * Row y of the picture, 0..255, as long as {@link FrameHeader#paddedWidth} and split as {@link
     * FrameHeader#isSplit} says; until the next call.
     */
    int[] row(int y) {
        boolean weighed = across == 1 || width >= NARROWEST;
        if (across <= 2 && down == 2 && weighed) {
            int near = y / 2;
            int other = Math.max(0, Math.min(height - 1, y % 2 == 0 ? near - 1 : near + 1));
            if (across == 1) {
                between(samples.row(near), samples.row(other), y % 2 == 0 ? 1 : 2, row);
                return row;
            }
            add(samples.row(near), samples.row(other), sums);
            return widened(sums, 8, 7, 4);
        }
        int[] nearest = samples.row(y / down);
        if (across == 1) {
            return nearest;
        }
        return across == 2 && down == 1 && weighed ? widened(nearest, 1, 2, 2) : repeated(nearest);
    }

    /** Three of the nearer row and one of the other. */
    private static void add(int[] near, int[] other, int[] to) {
        for (int x = 0; x < to.length; x++) {
            to[x] = 3 * near[x] + other[x];
        }
    }

    private static void between(int[] near, int[] other, int rounding, int[] to) {
        for (int x = 0; x < to.length; x++) {
            to[x] = 3 * near[x] + other[x] + rounding >> 2;
        }
    }

    /** Between every two samples two, each with three of the nearer one; ends are repeated. */
    private int[] widened(int[] from, int evenRounding, int oddRounding, int shift) {
        int last = from.length - 1;
        System.arraycopy(from, 0, beside, 1, last);
        beside[0] = from[0];
        widen(from, beside, evenRounding, shift, row, 0);
        System.arraycopy(from, 1, beside, 0, last);
        beside[width - 1] = from[width - 1];
        widen(from, beside, oddRounding, shift, row, from.length);
        return split ? row : woven();
    }

    /** Reads both at the same place: a shifted one would keep the JIT from vector instructions. */
    private static void widen(int[] near, int[] far, int rounding, int shift, int[] to, int start) {
        for (int x = 0; x < near.length; x++) {
            to[start + x] = 3 * near[x] + far[x] + rounding >> shift;
        }
    }

    private int[] woven() {
        int half = row.length / 2;
        for (int x = 0; x < half; x++) {
            woven[2 * x] = row[x];
            woven[2 * x + 1] = row[half + x];
        }
        return woven;
    }

    private int[] repeated(int[] from) {
        if (split) {
            System.arraycopy(from, 0, row, 0, from.length);
            System.arraycopy(from, 0, row, from.length, from.length);
            return row;
        }
        for (int x = 0; x < row.length; x++) {
            row[x] = from[x / across];
        }
        return row;
    }
}
