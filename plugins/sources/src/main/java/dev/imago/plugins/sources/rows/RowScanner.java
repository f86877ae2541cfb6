package dev.imago.plugins.sources.rows;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Finds the rows of a file byte by byte, without parsing them: the lines of a JSON-lines file, the
 * objects of a JSON array, the records of a CSV file. Needs one buffer, whatever the file's size.
 */
final class RowScanner {
    private static final int END = -1;

    /** Begins compressed files, and no text. */
    private static final int GZIP = 0x1f;

    private final InputStream in;
    private final Path file;
    private final Found found;
    private final byte[] buffer = new byte[1 << 20];
    private int filled;
    private int next;
    private long position;
    private long line = 1;

    /** Is told each row, in order. */
    @FunctionalInterface
    interface Found {
        /**
         * @param start of its first byte
         * @param end after its last byte
         * @param line on which it begins, from 1
         */
        void row(long start, long end, long line);
    }

    private RowScanner(InputStream in, Path file, Found found) {
        this.in = in;
        this.file = file;
        this.found = found;
    }

    /** The rows of a file; what is no object is a row of its own that fails when it is read. */
    static void scan(InputStream in, Path file, RowLayout layout, Found found) throws IOException {
        RowScanner scanner = new RowScanner(in, file, found);
        int first = scanner.skipTo();
        if (first == GZIP) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is compressed, so its rows can't be read in any order; unpack it");
        }
        if (layout == RowLayout.CSV) {
            scanner.scanLines(first, true);
        } else if (first == '[') {
            scanner.scanArray();
        } else {
            scanner.scanLines(first, false);
        }
    }

    /** The first byte that is neither white space nor a byte-order mark. */
    private int skipTo() throws IOException {
        int value = read();
        while (value != END
                && (isSpace(value) || value == 0xEF || value == 0xBB || value == 0xBF)) {
            value = read();
        }
        return value;
    }

    private void scanLines(int first, boolean quotes) throws IOException {
        int value = first;
        while (value != END) {
            long start = position - 1;
            long startLine = line - (value == '\n' ? 1 : 0);
            boolean blank = true;
            boolean quoted = false;
            while (value != END && (value != '\n' || quoted)) {
                blank &= isSpace(value);
                quoted ^= quotes && value == '"';
                value = read();
            }
            if (!blank) {
                found.row(start, value == END ? position : position - 1, startLine);
            }
            value = read();
        }
    }

    private void scanArray() throws IOException {
        int value = skipTo();
        while (value != ']') {
            if (value == END) {
                throw torn("before the closing ]");
            }
            long start = position - 1;
            long startLine = line;
            value = skipElement(value, startLine);
            found.row(start, position - 1, startLine);
            if (isSpace(value)) {
                value = skipTo();
            }
            if (value == ',') {
                value = skipTo();
            }
        }
    }

    /** Goes past an element; returns the byte after it, which has been read. */
    private int skipElement(int first, long startLine) throws IOException {
        int depth = 0;
        int value = first;
        while (value != END) {
            if (value == '"') {
                skipString(startLine);
            } else if (value == '{' || value == '[') {
                depth++;
            } else if (value == '}' || value == ']') {
                depth--;
            }
            value = read();
            if (depth <= 0 && (value == ',' || value == ']' || isSpace(value))) {
                return value;
            }
        }
        throw torn("in the row that begins on line " + startLine);
    }

    private void skipString(long startLine) throws IOException {
        int value = read();
        while (value != '"') {
            if (value == '\\') {
                read();
            } else if (value == END) {
                throw torn("in the row that begins on line " + startLine);
            }
            value = read();
        }
    }

    private ImagoException torn(String where) {
        return new ImagoException(
                ErrorCode.CORRUPT_FILE,
                file + ":" + line,
                "ends " + where + ", the file is truncated");
    }

    private static boolean isSpace(int value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }

    private int read() throws IOException {
        if (next == filled) {
            filled = in.read(buffer);
            next = 0;
            if (filled <= 0) {
                filled = 0;
                return END;
            }
        }
        int value = buffer[next++] & 0xff;
        position++;
        line += value == '\n' ? 1 : 0;
        return value;
    }
}
