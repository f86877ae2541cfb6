package dev.imago.plugins.sources;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of JSON rows, read row by row in any order; only their places are kept. Thread-safe. */
final class RowFile {
    private final Path file;
    private final RowIndex index;
    private FileChannel channel;

    private RowFile(Path file, RowIndex index) {
        this.file = file;
        this.index = index;
    }

    /** Goes through the file once to find its rows. */
    static RowFile open(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new RowFile(file, RowScanner.scan(in, file));
        } catch (NoSuchFileException e) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND, file.toString(), "does not exist", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    int size() {
        return index.size();
    }

    /** File and line of a row, for errors. */
    String place(int row) {
        return file + ":" + index.line(row);
    }

    int line(int row) {
        return index.line(row);
    }

    byte[] read(int row) {
        ByteBuffer bytes = ByteBuffer.allocate(index.length(row));
        try {
            FileChannel open = channel();
            while (bytes.hasRemaining()) {
                if (open.read(bytes, index.start(row) + bytes.position()) < 0) {
                    throw new EOFException("is shorter than when it was opened");
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return bytes.array();
    }

    /** Kept open, as opening takes longer than reading; an interrupted thread closes it. */
    private synchronized FileChannel channel() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        }
        return channel;
    }

    private static ImagoException unreadable(Path file, IOException e) {
        return new ImagoException(
                ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
    }
}
