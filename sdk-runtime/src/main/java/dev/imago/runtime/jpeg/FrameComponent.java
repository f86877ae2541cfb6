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

    private byte[] samples;
    private short[] coefficients;
    private boolean scanned;

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

    void allocate(boolean progressive) {
        samples = new byte[Math.toIntExact((long) blocksWide * blocksHigh * 64)];
        coefficients = progressive ? new short[samples.length] : null;
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

    /** Samples from one row to the next. */
    int stride() {
        return blocksWide * 8;
    }

    /** All samples, row by row. */
    byte[] samples() {
        return samples;
    }

    /** Of a progressive file: 64 for each block, in natural order. */
    short[] coefficients() {
        return coefficients;
    }

    /** Where a block's coefficients begin. */
    int block(int row, int column) {
        return (row * blocksWide + column) * 64;
    }

    /** Where a block's first sample stands. */
    int corner(int row, int column) {
        return (row * stride() + column) * 8;
    }

    void scanned() {
        scanned = true;
    }

    boolean isScanned() {
        return scanned;
    }
}
