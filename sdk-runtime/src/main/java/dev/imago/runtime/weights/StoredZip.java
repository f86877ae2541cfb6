package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A zip whose entries are stored as they are, for their places in the file, which the JDK does not
 * tell. Reads the central directory, with the fields for files above 4 GiB.
 */
final class StoredZip {
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int MOST_COMMENT = 0xFFFF;
    private static final long LARGE = 0xFFFFFFFFL;
    private static final long MOST_DIRECTORY = 256L << 20;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private StoredZip(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Bytes of the zip.
     *
     * @param offset of its first byte in the file
     */
    record Entry(String name, long offset, long size) {}

    /** Reads the directory. */
    static StoredZip read(Path file, FileChannel channel) throws IOException {
        StoredZip zip = new StoredZip(file, channel);
        try {
            zip.readDirectory();
            return zip;
        } catch (IndexOutOfBoundsException e) {
            throw zip.corrupt("is a zip whose directory ends too early");
        }
    }

    /** All entries by name. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** The entry whose name ends so. */
    Entry ending(String end) {
        return entries.values().stream()
                .filter(entry -> entry.name().endsWith(end))
                .findFirst()
                .orElseThrow(() -> corrupt("is a zip without " + end.substring(1)));
    }

    private void readDirectory() throws IOException {
        long size = channel.size();
        int tail = (int) Math.min(size, MOST_COMMENT + 22L);
        ByteBuffer end = bytes(size - tail, tail);
        int at = tail - 22;
        while (at >= 0 && end.getInt(at) != END) {
            at--;
        }
        if (at < 0) {
            throw corrupt("is a zip without an end: it is truncated");
        }
        long count = end.getShort(at + 10) & 0xFFFF;
        long length = end.getInt(at + 12) & LARGE;
        long start = end.getInt(at + 16) & LARGE;
        if (at >= 20 && end.getInt(at - 20) == LOCATOR64) {
            ByteBuffer large = bytes(end.getLong(at - 20 + 8), 56);
            if (large.getInt(0) != END64) {
                throw corrupt("is a zip whose large end is not where it should be");
            }
            count = large.getLong(32);
            length = large.getLong(40);
            start = large.getLong(48);
        }
        if (length < 0 || length > MOST_DIRECTORY) {
            throw corrupt("is a zip with a directory of " + length + " bytes");
        }
        ByteBuffer directory = bytes(start, (int) length);
        for (long i = 0; i < count; i++) {
            readEntry(directory);
        }
    }

    private void readEntry(ByteBuffer in) throws IOException {
        int at = in.position();
        if (in.remaining() < 46 || in.getInt(at) != CENTRAL) {
            throw corrupt("is a zip with a broken directory");
        }
        int method = in.getShort(at + 10);
        long size = in.getInt(at + 24) & LARGE;
        int nameLength = in.getShort(at + 28) & 0xFFFF;
        int extraLength = in.getShort(at + 30) & 0xFFFF;
        int commentLength = in.getShort(at + 32) & 0xFFFF;
        long header = in.getInt(at + 42) & LARGE;
        if (in.remaining() < 46 + nameLength + extraLength + commentLength) {
            throw corrupt("is a zip with a broken directory");
        }
        byte[] name = new byte[nameLength];
        in.get(at + 46, name);
        String text = new String(name, StandardCharsets.UTF_8);
        int extra = at + 46 + nameLength;
        // Of the large fields only those are there whose small ones are full, in this order.
        int large = largeFields(in, extra, extra + extraLength);
        if (large >= 0 && size == LARGE) {
            size = in.getLong(large);
            large += (in.getInt(at + 20) & LARGE) == LARGE ? 16 : 8;
        }
        if (large >= 0 && header == LARGE) {
            header = in.getLong(large);
        }
        if (method != 0) {
            throw corrupt("has " + text + " compressed, which torch.save never does");
        }
        in.position(extra + extraLength + commentLength);
        entries.put(text, new Entry(text, dataOffset(text, header, size), size));
    }

    private static int largeFields(ByteBuffer in, int from, int to) {
        for (int at = from; at + 4 <= to; at += 4 + (in.getShort(at + 2) & 0xFFFF)) {
            if (in.getShort(at) == 1) {
                return at + 4;
            }
        }
        return -1;
    }

    /** Behind the local header, whose extra field may differ from the directory's. */
    private long dataOffset(String name, long header, long size) throws IOException {
        ByteBuffer local = bytes(header, 30);
        if (local.getInt(0) != LOCAL) {
            throw corrupt("has " + name + " not where its directory says");
        }
        long offset = header + 30 + (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
        if (size < 0 || size > channel.size() - offset) {
            throw corrupt("has " + name + " with " + size + " bytes, more than the file holds");
        }
        return offset;
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        if (from < 0 || from + count > channel.size()) {
            throw corrupt("is a zip that ends too early");
        }
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // read on
        }
        return buffer.flip();
    }

    private ImagoException corrupt(String message) {
        return new ImagoException(ErrorCode.CORRUPT_FILE, file.toString(), message);
    }
}
