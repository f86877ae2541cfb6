package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.LongStream;

/**
 * Where a label is predicted from. Legend: B rows, T positions, L labels.
 *
 * @param rows {@code [L]} int64, {@code b·T + t} of the position before each label
 * @param targets {@code [L]} int64
 */
record LabelledRows(NDArray rows, NDArray targets) {
    private static final long IGNORE = -100;

    /**
     * @param labels {@code [B, T]} int64, -100 where nothing is learned
     */
    static LabelledRows of(NDArray labels, NDManager owner) {
        long width = labels.getShape().get(1);
        long[] values = labels.toLongArray();
        long[] at =
                LongStream.range(0, values.length)
                        .filter(i -> i % width > 0 && values[(int) i] != IGNORE)
                        .toArray();
        return new LabelledRows(
                owner.create(LongStream.of(at).map(i -> i - 1).toArray()),
                owner.create(LongStream.of(at).map(i -> values[(int) i]).toArray()));
    }

    /** L. */
    long count() {
        return rows.size();
    }
}
