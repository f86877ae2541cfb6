package dev.imago.plugins.sources;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Finds the rows of a file byte by byte, without parsing them: the lines of a JSON-lines file, or
 * the objects of a JSON array. Needs one buffer, whatever the file's size.
 */
final class RowScanner {
    private static final int END = -1;

    private final InputStream in;
    private final Path file;
    private final byte[] buffer = new byte[1 << 20];
    private final RowIndex index = new RowIndex();
    private int filled;
    private int next;
    private long position;
    private int line = 1;

    private RowScanner(InputStream in, Path file) {
        this.in = in;
        this.file = file;
    }

    /** The rows of a file; what is no object is a row of its own that fails when it is read. */
    static RowIndex scan(InputStream in, Path file) throws IOException {
        RowScanner scanner = new RowScanner(in, file);
        int first = scanner.skipTo();
        if (first == '[') {
            scanner.scanArray();
        } else {
            scanner.scanLines(first);
        }
        return scanner.index;
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

    private void scanLines(int first) throws IOException {
        int value = first;
        while (value != END) {
            long start = position - 1;
            int startLine = line;
            boolean blank = true;
            while (value != END && value != '\n') {
                blank &= isSpace(value);
                value = read();
            }
            if (!blank) {
                index.add(start, value == END ? position : position - 1, startLine);
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
            int startLine = line;
            value = skipElement(value, startLine);
            index.add(start, position - 1, startLine);
            if (isSpace(value)) {
                value = skipTo();
            }
            if (value == ',') {
                value = skipTo();
            }
        }
    }

    /** Goes past an element; returns the byte after it, which has been read. */
    private int skipElement(int first, int startLine) throws IOException {
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

    private void skipString(int startLine) throws IOException {
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
