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
 */
public record TensorInfo(String name, TensorType type, Shape shape, Path file, long offset) {
    /** Bytes it takes. */
    public long bytes() {
        return shape.size() * type.bytes();
    }
}
