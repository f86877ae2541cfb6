package dev.imago.runtime.gguf;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rows of one mapped tensor.
 *
 * @param windows its bytes, in order, so many rows in each as {@link #window} says
 */
record TensorRows(GgufTensor tensor, List<ByteBuffer> windows) {
    /** A mapping ends at 2 GiB. */
    private static final long MOST_BYTES = 1L << 30;

    /** Rows of a window. */
    static long window(GgufTensor tensor) {
        return Math.max(1, MOST_BYTES / tensor.rowBytes());
    }

    /** Turns a row into floats. */
    void decode(long row, float[] out) {
        GgufType type = tensor.type();
        long window = window(tensor);
        ByteBuffer bytes = windows.get((int) (row / window));
        int at = (int) (row % window * tensor.rowBytes());
        for (int to = 0; to < out.length; to += type.blockValues()) {
            type.decoder().decode(bytes, at, out, to);
            at += type.blockBytes();
        }
    }
}
