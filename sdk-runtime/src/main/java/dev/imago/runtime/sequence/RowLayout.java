package dev.imago.runtime.sequence;

import java.util.List;

/**
 * Where sequences stand in the rows of a batch.
 *
 * @param rows B
 * @param width positions of a row
 * @param starts for each sequence the number {@code b·width + t} of its first position
 */
record RowLayout(int rows, int width, int[] starts) {
    /** Each in a row as wide as the longest, padded in front or behind. */
    static RowLayout padded(List<Sequence> sequences, boolean padLeft) {
        int width = sequences.stream().mapToInt(Sequence::length).max().orElseThrow();
        int[] starts = new int[sequences.size()];
        for (int b = 0; b < starts.length; b++) {
            starts[b] = b * width + (padLeft ? width - sequences.get(b).length() : 0);
        }
        return new RowLayout(starts.length, width, starts);
    }

    /** All in one row, end to end. */
    static RowLayout packed(List<Sequence> sequences) {
        int[] starts = new int[sequences.size()];
        int width = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = width;
            width += sequences.get(i).length();
        }
        return new RowLayout(1, width, starts);
    }

    int size() {
        return rows * width;
    }
}
