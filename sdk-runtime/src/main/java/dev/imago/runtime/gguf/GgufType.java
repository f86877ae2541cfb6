package dev.imago.runtime.gguf;

import java.util.Arrays;
import java.util.Optional;

/** The types of tensors that Imago reads from GGUF files, under their names there. */
public enum GgufType {
    /** 32-bit float. */
    F32(0, 1, 4, (in, at, out, to) -> out[to] = in.getFloat(at)),
    /** Half float. */
    F16(1, 1, 2, (in, at, out, to) -> out[to] = HalfFloat.half(in.getShort(at))),
    /** 4 bits and a scale. */
    Q4_0(2, SmallBlocks.VALUES, 18, SmallBlocks::q4With0),
    /** 4 bits, a scale and an offset. */
    Q4_1(3, SmallBlocks.VALUES, 20, SmallBlocks::q4With1),
    /** 5 bits and a scale. */
    Q5_0(6, SmallBlocks.VALUES, 22, SmallBlocks::q5With0),
    /** 5 bits, a scale and an offset. */
    Q5_1(7, SmallBlocks.VALUES, 24, SmallBlocks::q5With1),
    /** 8 bits and a scale. */
    Q8_0(8, SmallBlocks.VALUES, 34, SmallBlocks::q8),
    /** 4 bits, quantised scales and offsets. */
    Q4_K(12, SuperBlocks.VALUES, 144, SuperBlocks::q4),
    /** 5 bits, quantised scales and offsets. */
    Q5_K(13, SuperBlocks.VALUES, 176, SuperBlocks::q5),
    /** 6 bits, quantised scales. */
    Q6_K(14, SuperBlocks.VALUES, 210, SuperBlocks::q6),
    /** Brain float. */
    BF16(30, 1, 2, (in, at, out, to) -> out[to] = HalfFloat.brain(in.getShort(at)));

    private final int code;
    private final int values;
    private final int bytes;
    private final BlockDecoder decoder;

    GgufType(int code, int values, int bytes, BlockDecoder decoder) {
        this.code = code;
        this.values = values;
        this.bytes = bytes;
        this.decoder = decoder;
    }

    /** Values that are packed together. */
    public int blockValues() {
        return values;
    }

    /** Bytes of a block. */
    public int blockBytes() {
        return bytes;
    }

    BlockDecoder decoder() {
        return decoder;
    }

    static Optional<GgufType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
