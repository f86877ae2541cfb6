package dev.imago.plugins.sources.rows;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Finds bytes that are not UTF-8. */
public final class Utf8 {
    private static final int SHOWN = 20;

    private Utf8() {}

    /** The place of the first byte that is not; empty when all are. */
    public static OptionalInt firstBad(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        return result.isError() ? OptionalInt.of(in.position()) : OptionalInt.empty();
    }

    /** How many lines end before a place. */
    public static long linesBefore(byte[] bytes, int place) {
        long lines = 0;
        for (int i = 0; i < place; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** The last characters before a place. */
    public static String before(byte[] bytes, int place) {
        String text = new String(bytes, 0, place, StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - SHOWN));
    }
}
