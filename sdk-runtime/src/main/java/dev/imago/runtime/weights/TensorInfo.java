package dev.imago.runtime.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/**
 * Where and what one tensor of a checkpoint is.
 *
 * @param name its key
 * @param type its dtype
 * @param shape its shape
 * @param file the file it lies in
 * @param offset of its first byte in the file
 * @param strides in values from one index to the next, for each dimension; null where values lie
 *     row by row without gaps
 */
public record TensorInfo(
        String name, TensorType type, Shape shape, Path file, long offset, long[] strides) {
    /** One whose values lie row by row without gaps. */
    public TensorInfo(String name, TensorType type, Shape shape, Path file, long offset) {
        this(name, type, shape, file, offset, null);
    }

    /** Bytes its values take. */
    public long bytes() {
        return shape.size() * type.bytes();
    }

    /** Bytes from its first value to behind its last. */
    long span() {
        if (strides == null || shape.size() == 0) {
            return bytes();
        }
        long last = 0;
        for (int i = 0; i < strides.length; i++) {
            last += (shape.get(i) - 1) * strides[i];
        }
        return (last + 1) * type.bytes();
    }
}
