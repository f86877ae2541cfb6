package dev.imago.runtime.gguf;

import java.nio.ByteBuffer;

/**
 * Blocks of 32 values under one scale, and in the types that end in 1 an offset. The low halves of
 * the bytes are the first 16 values, the high halves the others.
 */
final class SmallBlocks {
    /** Values of a block. */
    static final int VALUES = 32;

    private static final int HALF = VALUES / 2;

    private SmallBlocks() {}

    static void q4With0(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at));
        for (int i = 0; i < HALF; i++) {
            int pair = in.get(at + 2 + i);
            out[to + i] = ((pair & 15) - 8) * scale;
            out[to + HALF + i] = ((pair >> 4 & 15) - 8) * scale;
        }
    }

    static void q4With1(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at));
        float least = HalfFloat.half(in.getShort(at + 2));
        for (int i = 0; i < HALF; i++) {
            int pair = in.get(at + 4 + i);
            out[to + i] = (pair & 15) * scale + least;
            out[to + HALF + i] = (pair >> 4 & 15) * scale + least;
        }
    }

    static void q5With0(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at));
        int fifth = in.getInt(at + 2);
        for (int i = 0; i < HALF; i++) {
            int pair = in.get(at + 6 + i);
            out[to + i] = (low(pair, fifth, i) - 16) * scale;
            out[to + HALF + i] = (high(pair, fifth, i) - 16) * scale;
        }
    }

    static void q5With1(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at));
        float least = HalfFloat.half(in.getShort(at + 2));
        int fifth = in.getInt(at + 4);
        for (int i = 0; i < HALF; i++) {
            int pair = in.get(at + 8 + i);
            out[to + i] = low(pair, fifth, i) * scale + least;
            out[to + HALF + i] = high(pair, fifth, i) * scale + least;
        }
    }

    static void q8(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at));
        for (int i = 0; i < VALUES; i++) {
            out[to + i] = in.get(at + 2 + i) * scale;
        }
    }

    private static int low(int pair, int fifth, int i) {
        return pair & 15 | (fifth >>> i & 1) << 4;
    }

    private static int high(int pair, int fifth, int i) {
        return pair >> 4 & 15 | (fifth >>> HALF + i & 1) << 4;
    }
}
