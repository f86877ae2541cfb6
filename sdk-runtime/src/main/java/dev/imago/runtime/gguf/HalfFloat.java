package dev.imago.runtime.gguf;

/** 16-bit floats, which Java 17 does not know. */
final class HalfFloat {
    private HalfFloat() {}

    /** The value of an IEEE half. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1F;
        int mantissa = bits & 0x3FF;
        if (exponent == 0) {
            float small = mantissa * 0x1p-24f;
            return sign == 0 ? small : -small;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }

    /** The value of a brain float. */
    static float brain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
