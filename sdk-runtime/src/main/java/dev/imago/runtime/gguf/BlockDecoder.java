package dev.imago.runtime.gguf;

import java.nio.ByteBuffer;

/** Turns one block of quantised values into floats. */
@FunctionalInterface
interface BlockDecoder {
    /**
     * @param in little-endian
     * @param at where the block begins
     * @param out gets the values
     * @param to where the first goes
     */
    void decode(ByteBuffer in, int at, float[] out, int to);
}
