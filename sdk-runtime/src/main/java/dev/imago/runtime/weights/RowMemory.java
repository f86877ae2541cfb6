package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.imago.api.nn.Precision;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of an array on the CPU, to be read or written without a copy and without the engine,
 * by any thread, while the array is open.
 *
 * @param pieces in row-major order, each no longer than a buffer may be
 */
record RowMemory(List<ByteBuffer> pieces) {
    private static final long PIECE = 1L << 30;

    /**
     * Of a contiguous array.
     *
     * @param width bytes of a value
     */
    static RowMemory of(NDArray array, int width) {
        long bytes = array.getShape().size() * width;
        if (bytes <= PIECE) {
            return new RowMemory(List.of(array.toByteBuffer(true)));
        }
        long rows = array.getShape().get(0);
        long step = Math.max(1, PIECE * rows / bytes);
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long row = 0; row < rows; row += step) {
            NDIndex some = new NDIndex("{}:{}", row, Math.min(rows, row + step));
            try (NDArray piece = array.get(some)) {
                pieces.add(piece.toByteBuffer(true));
            }
        }
        return new RowMemory(pieces);
    }

    /**
     * Writes some values, in bfloat16 rounded to the nearest, of two as near to the even one.
     *
     * @param from place of the first
     */
    void put(int from, float[] values, Precision precision) {
        int start = 0;
        for (ByteBuffer piece : pieces) {
            int count = piece.remaining() / precision.bytes();
            int low = Math.max(from, start);
            int high = Math.min(from + values.length, start + count);
            if (low < high && precision == Precision.FP32) {
                piece.asFloatBuffer().put(low - start, values, low - from, high - low);
            } else if (low < high) {
                piece.asShortBuffer().put(low - start, rounded(values, low - from, high - low));
            }
            start += count;
        }
    }

    private static short[] rounded(float[] values, int from, int count) {
        short[] rounded = new short[count];
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(values[from + i]);
            rounded[i] = (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
        }
        return rounded;
    }
}
