package dev.imago.runtime.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Hides the samples of a packed row from each other. */
public final class SegmentMask {
    private SegmentMask() {}

    /**
     * @param lengths of the samples, in order; T in all
     * @return {@code [1, 1, T, T]} boolean, true where a position may look: at its own sample, up
     *     to itself
     */
    public static NDArray of(long[] lengths, NDManager owner) {
        int width = Math.toIntExact(LongStream.of(lengths).sum());
        boolean[] mask = new boolean[Math.multiplyExact(width, width)];
        int start = 0;
        for (long length : lengths) {
            for (int t = start; t < start + length; t++) {
                Arrays.fill(mask, t * width + start, t * width + t + 1, true);
            }
            start += (int) length;
        }
        return owner.create(mask, new Shape(1, 1, width, width));
    }
}
