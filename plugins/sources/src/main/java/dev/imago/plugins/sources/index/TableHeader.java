package dev.imago.plugins.sources.index;

import dev.imago.api.data.FileStamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Says what a table of longs is of. 64 bytes, little-endian, the last eight a checksum of the
 * others.
 *
 * @param width longs in a row
 * @param rows how many there are
 * @param key a number for all that the rows depend on besides the file
 * @param stamp of the file the table is of
 * @param checksum CRC-32C of the rows
 */
record TableHeader(int width, long rows, long key, FileStamp stamp, long checksum) {
    static final int BYTES = 64;

    /** "IMAGOIX" and a version. */
    private static final long MAGIC = 0x31_58_49_4F_47_41_4D_49L;

    private static final int CHECKED = BYTES - Long.BYTES;

    /** Bytes of the rows. */
    long payload() {
        return rows * width * Long.BYTES;
    }

    /** Whether a table is of this file, made in this way. */
    boolean isOf(int wantedWidth, long wantedKey, FileStamp file) {
        return width == wantedWidth && key == wantedKey && stamp.equals(file);
    }

    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putLong(width).putLong(rows).putLong(key);
        bytes.putLong(stamp.size()).putLong(stamp.modified()).putLong(checksum);
        bytes.putLong(sum(bytes));
        return bytes.flip();
    }

    /** Empty when these bytes are no header. */
    static Optional<TableHeader> of(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() != BYTES
                || in.getLong(0) != MAGIC
                || in.getLong(CHECKED) != sum(in.duplicate().position(CHECKED))) {
            return Optional.empty();
        }
        in.getLong();
        return Optional.of(
                new TableHeader(
                        Math.toIntExact(in.getLong()),
                        in.getLong(),
                        in.getLong(),
                        new FileStamp(in.getLong(), in.getLong()),
                        in.getLong()));
    }

    /** The checksum of the bytes before the position. */
    private static long sum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().flip());
        return crc.getValue();
    }
}
