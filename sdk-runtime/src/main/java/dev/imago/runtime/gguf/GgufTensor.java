package dev.imago.runtime.gguf;

import ai.djl.ndarray.types.Shape;

/**
 * Where and what one tensor of a GGUF file is.
 *
 * @param name its name there, such as {@code blk.0.attn_q.weight}
 * @param type how its values are packed
 * @param shape rows first, as everywhere but in the file
 * @param offset of its first byte in the file
 */
public record GgufTensor(String name, GgufType type, Shape shape, long offset) {
    /** Values of a row; of an array with one axis, each is a row where they are not packed. */
    int width() {
        boolean column = shape.dimension() == 1 && type.blockValues() == 1;
        return column ? 1 : Math.toIntExact(shape.get(shape.dimension() - 1));
    }

    /** Rows, all axes but the last taken together. */
    long rows() {
        return shape.size() / width();
    }

    /** Bytes of a row. */
    long rowBytes() {
        return (long) width() / type.blockValues() * type.blockBytes();
    }

    /** Bytes it takes. */
    public long bytes() {
        return rows() * rowBytes();
    }
}
