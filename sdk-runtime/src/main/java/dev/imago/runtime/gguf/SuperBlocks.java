package dev.imago.runtime.gguf;

import java.nio.ByteBuffer;

/** Blocks of 256 values in small groups whose scales are themselves quantised. */
final class SuperBlocks {
    /** Values of a block. */
    static final int VALUES = 256;

    /** Values that Q4_K and Q5_K keep under one scale. */
    private static final int GROUP = 32;

    private SuperBlocks() {}

    /** Scale, offset, 12 bytes of 6-bit scales and offsets, 128 bytes of values. */
    static void q4(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at));
        float offset = HalfFloat.half(in.getShort(at + 2));
        for (int group = 0; group < VALUES / GROUP; group++) {
            float d = scale * groupScale(in, at + 4, group);
            float m = offset * groupOffset(in, at + 4, group);
            int values = at + 16 + group / 2 * GROUP;
            int shift = group % 2 * 4;
            for (int i = 0; i < GROUP; i++) {
                int q = in.get(values + i) >> shift & 15;
                out[to + group * GROUP + i] = d * q - m;
            }
        }
    }

    /** As Q4_K with 32 bytes of fifth bits before the values, one bit of each for a group. */
    static void q5(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at));
        float offset = HalfFloat.half(in.getShort(at + 2));
        for (int group = 0; group < VALUES / GROUP; group++) {
            float d = scale * groupScale(in, at + 4, group);
            float m = offset * groupOffset(in, at + 4, group);
            int values = at + 48 + group / 2 * GROUP;
            int shift = group % 2 * 4;
            for (int i = 0; i < GROUP; i++) {
                int fifth = in.get(at + 16 + i) >> group & 1;
                int q = in.get(values + i) >> shift & 15 | fifth << 4;
                out[to + group * GROUP + i] = d * q - m;
            }
        }
    }

    /** 128 bytes of low bits, 64 of high ones, 16 scales, then the scale of all. */
    static void q6(ByteBuffer in, int at, float[] out, int to) {
        float scale = HalfFloat.half(in.getShort(at + 208));
        for (int i = 0; i < VALUES; i++) {
            // Each half: four runs of 32, the first two in the low four bits of 64 bytes.
            int half = i / 128;
            int run = i % 128 / 32;
            int low = in.get(at + half * 64 + i % 64) >> run / 2 * 4 & 15;
            int high = in.get(at + 128 + half * 32 + i % 32) >> run * 2 & 3;
            float d = scale * in.get(at + 192 + i / 16);
            out[to + i] = d * ((low | high << 4) - 32);
        }
    }

    /** Groups 4 to 7 keep their upper two bits in the bytes of groups 0 to 3. */
    private static int groupScale(ByteBuffer in, int at, int group) {
        return group < 4
                ? in.get(at + group) & 63
                : in.get(at + group + 4) & 15 | (in.get(at + group - 4) >> 6 & 3) << 4;
    }

    private static int groupOffset(ByteBuffer in, int at, int group) {
        return group < 4
                ? in.get(at + group + 4) & 63
                : in.get(at + group + 4) >> 4 & 15 | (in.get(at + group) >> 6 & 3) << 4;
    }
}
