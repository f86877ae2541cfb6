package dev.imago.plugins.sources.index;

import dev.imago.api.data.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Writes a table row by row, whatever its length. What can't be written is thrown unchecked. */
public final class LongTableWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 18;

    private final FileChannel channel;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C sum = new CRC32C();
    private long longs;

    LongTableWriter(Path file) {
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING);
            channel.position(TableHeader.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }

    /** The next number, row after row. */
    public void put(long value) {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putLong(value);
        longs++;
    }

    /** Ends the table: only now it can be opened. */
    void finish(int width, long key, FileStamp stamp) {
        flush();
        TableHeader header = new TableHeader(width, longs / width, key, stamp, sum.getValue());
        try {
            ByteBuffer bytes = header.bytes();
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write an index", e);
        }
    }

    private void flush() {
        buffer.flip();
        sum.update(buffer.duplicate());
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write an index", e);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
