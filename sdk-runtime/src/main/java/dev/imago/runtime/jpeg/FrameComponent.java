package dev.imago.runtime.jpeg;

/** One colour of a frame: its sampling, its samples and, in progressive files, coefficients. */
final class FrameComponent {
    /** As the file numbers it. */
    final int id;

    /** Sampling factors. */
    final int horizontal;

    final int vertical;

    /** Which table of quantisers. */
    final int quantisers;

    /** Size in samples that belong to the picture. */
    private int width;

    private int height;

    /** Blocks in a row and in a column, those that only fill up the last units included. */
    private int blocksWide;

    private int blocksHigh;

    /** Of a file that comes in several passes. */
    private short[] coefficients;

    private int[] quantiser;

    FrameComponent(int id, int horizontal, int vertical, int quantisers) {
        this.id = id;
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.quantisers = quantisers;
    }

    /** Tells how large the picture is. */
    void size(FrameHeader frame) {
        width = ceil(frame.width() * horizontal, frame.horizontal());
        height = ceil(frame.height() * vertical, frame.vertical());
        blocksWide = frame.unitsWide() * horizontal;
        blocksHigh = frame.unitsHigh() * vertical;
    }

    /** Makes room for the coefficients of a file that comes in several passes. */
    void keepCoefficients() {
        coefficients = new short[Math.toIntExact((long) blocksWide * blocksHigh * 64)];
    }

    static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int blocksWide() {
        return blocksWide;
    }

    int blocksHigh() {
        return blocksHigh;
    }

    /** Of a file that comes in several passes: 64 for each block, in natural order. */
    short[] coefficients() {
        return coefficients;
    }

    /** Where a block's coefficients begin. */
    int block(int row, int column) {
        return (row * blocksWide + column) * 64;
    }

    /** A pass brings some of it; quantisers are those that the file had told before the first. */
    void scanned(int[] quantisersNow) {
        quantiser = quantiser == null ? quantisersNow : quantiser;
    }

    boolean isScanned() {
        return quantiser != null;
    }

    /** In natural order. */
    int[] quantiser() {
        return quantiser;
    }
}
