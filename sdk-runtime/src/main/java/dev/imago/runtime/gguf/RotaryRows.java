package dev.imago.runtime.gguf;

import java.util.function.LongUnaryOperator;

/**
 * LLaMA files keep the rows of queries and keys so that the two channels which turn together are
 * neighbours; published checkpoints keep them half a head apart.
 *
 * @param width channels of a head
 */
record RotaryRows(int width) implements LongUnaryOperator {
    @Override
    public long applyAsLong(long row) {
        long inHead = row % width;
        long half = inHead / (width / 2);
        long pair = inHead % (width / 2);
        return row - inHead + pair * 2 + half;
    }
}
