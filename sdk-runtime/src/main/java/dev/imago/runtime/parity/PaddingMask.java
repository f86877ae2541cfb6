package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;

/** Attention masks of padded batches. Legend: B rows, T positions. */
final class PaddingMask {
    private PaddingMask() {}

    /**
     * @param mask {@code [B, T]} int64, 0 at padding
     * @return {@code [B, 1, T, T]} causal without padded keys; null where causal order suffices
     */
    static NDArray of(NDArray mask, NDManager owner) {
        int rows = (int) mask.getShape().get(0);
        int width = (int) mask.getShape().get(1);
        long[] values = mask.toLongArray();
        boolean[] may = new boolean[rows * width * width];
        boolean needed = false;
        for (int b = 0; b < rows; b++) {
            for (int t = 0; t < width; t++) {
                boolean query = values[b * width + t] != 0;
                may[(b * width + t) * width + t] = true; // or padding would look at nothing
                for (int s = 0; s < t; s++) {
                    boolean key = values[b * width + s] != 0;
                    may[(b * width + t) * width + s] = key;
                    needed |= query && !key;
                }
            }
        }
        return needed ? owner.create(may, new Shape(rows, 1, width, width)) : null;
    }

    /** {@code [M]} int64: {@code b·T + t} of all positions that are no padding. */
    static NDArray rows(NDArray mask) {
        long[] values = mask.toLongArray();
        return mask.getManager()
                .create(
                        LongStream.range(0, values.length)
                                .filter(i -> values[(int) i] != 0)
                                .toArray());
    }
}
