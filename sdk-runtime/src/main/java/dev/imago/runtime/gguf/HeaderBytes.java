package dev.imago.runtime.gguf;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads on through the start of a GGUF file; no count in it is trusted. */
final class HeaderBytes {
    private final Path file;
    private final ByteBuffer bytes;

    /**
     * @param bytes little-endian, from the start of the file
     */
    HeaderBytes(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    Path file() {
        return file;
    }

    int position() {
        return bytes.position();
    }

    byte int8(String what) {
        need(1, what);
        return bytes.get();
    }

    short int16(String what) {
        need(2, what);
        return bytes.getShort();
    }

    int int32(String what) {
        need(4, what);
        return bytes.getInt();
    }

    long int64(String what) {
        need(8, what);
        return bytes.getLong();
    }

    /**
     * A number of things that follow.
     *
     * @param least bytes that each takes
     */
    int count(String what, int least) {
        long count = int64(what);
        if (count < 0 || count > bytes.remaining() / least) {
            throw corrupt(
                    what,
                    "is "
                            + Long.toUnsignedString(count)
                            + ", more than the "
                            + bytes.remaining()
                            + " bytes that follow can hold");
        }
        return (int) count;
    }

    String text(String what) {
        byte[] text = new byte[count("length of " + what, 1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    ImagoException corrupt(String key, String message) {
        return corrupt(file, key, message);
    }

    static ImagoException corrupt(Path file, String key, String message) {
        String place = key.isEmpty() ? file.toString() : file + ", " + key;
        return new ImagoException(ErrorCode.CORRUPT_FILE, place, message);
    }

    private void need(int count, String what) {
        if (bytes.remaining() < count) {
            throw corrupt(what, "lies past the end of the file, which is cut short");
        }
    }
}
