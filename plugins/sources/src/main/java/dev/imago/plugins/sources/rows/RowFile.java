package dev.imago.plugins.sources.rows;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.index.LongTable;
import dev.imago.plugins.sources.index.LongTableWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of rows, read in any order; only their places are kept, in an index. Thread-safe. */
public final class RowFile {
    /** In the index: where a row starts; its length and, below it, its line. */
    private static final int WIDTH = 2;

    private static final int LINE_BITS = 32;

    private final Path file;
    private final LongTable index;
    private FileChannel channel;

    private RowFile(Path file, LongTable index) {
        this.file = file;
        this.index = index;
    }

    /** Goes through the file to find its rows, unless that was done before. */
    public static RowFile open(Path file, RowLayout layout, IndexStore indexes) {
        LongTable index =
                indexes.open(
                        file,
                        "rows",
                        "rows 1 " + layout,
                        WIDTH,
                        rows -> {
                            try (InputStream in = Files.newInputStream(file)) {
                                RowScanner.scan(
                                        in, file, layout, (s, e, l) -> add(file, rows, s, e, l));
                            }
                        });
        return new RowFile(file, index);
    }

    private static void add(Path file, LongTableWriter rows, long start, long end, long line) {
        if (end - start > Integer.MAX_VALUE) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file + ":" + line,
                    "has a row of " + (end - start) + " bytes, expected less than 2 GiB");
        }
        rows.put(start);
        rows.put((end - start) << LINE_BITS | line);
    }

    /** The file. */
    public Path path() {
        return file;
    }

    /** How many rows. */
    public long size() {
        return index.rows();
    }

    /** File and line of a row, for errors. */
    public String place(long row) {
        return file + ":" + line(row);
    }

    /** The line a row begins on. */
    public long line(long row) {
        return index.get(row, 1) & ((1L << LINE_BITS) - 1);
    }

    /** Whether the file ends with this row and without a line feed after it. */
    public boolean endsWith(long row) {
        try {
            return Files.size(file) == index.get(row, 0) + length(row);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The bytes of a row. */
    public byte[] read(long row) {
        ByteBuffer bytes = ByteBuffer.allocate(length(row));
        long start = index.get(row, 0);
        try {
            FileChannel open = channel();
            while (bytes.hasRemaining()) {
                if (open.read(bytes, start + bytes.position()) < 0) {
                    throw new EOFException("is shorter than when it was opened");
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return bytes.array();
    }

    private int length(long row) {
        return (int) (index.get(row, 1) >>> LINE_BITS);
    }

    /** Kept open, as opening takes longer than reading; an interrupted thread closes it. */
    private synchronized FileChannel channel() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        }
        return channel;
    }

    private ImagoException unreadable(IOException e) {
        return new ImagoException(
                ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
    }
}
