package dev.imago.plugins.sources;

import java.util.Arrays;

/** Where each row of a file begins and ends, and on which line. Twenty bytes a row. */
final class RowIndex {
    private long[] starts = new long[1024];
    private long[] ends = new long[1024];
    private int[] lines = new int[1024];
    private int size;

    void add(long start, long end, int line) {
        if (size == starts.length) {
            int larger = Math.multiplyExact(size, 2);
            starts = Arrays.copyOf(starts, larger);
            ends = Arrays.copyOf(ends, larger);
            lines = Arrays.copyOf(lines, larger);
        }
        starts[size] = start;
        ends[size] = end;
        lines[size++] = line;
    }

    int size() {
        return size;
    }

    long start(int row) {
        return starts[row];
    }

    int length(int row) {
        return Math.toIntExact(ends[row] - starts[row]);
    }

    int line(int row) {
        return lines[row];
    }
}
