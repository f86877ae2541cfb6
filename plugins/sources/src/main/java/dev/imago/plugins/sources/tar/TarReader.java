package dev.imago.plugins.sources.tar;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the entries of an archive: ustar, GNU's long names, and pax headers. Names that lead out of
 * the archive are refused, and so are damaged and truncated archives. For one thread.
 */
final class TarReader implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int MOST_OF_A_HEADER = 1 << 20;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final Archive archive;
    private final FileChannel channel;
    private final long size;

    /** Opens an archive. */
    TarReader(Archive archive) {
        this.archive = archive;
        try {
            channel = FileChannel.open(archive.read(), StandardOpenOption.READ);
            size = Files.size(archive.read());
        } catch (NoSuchFileException e) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND, archive.read().toString(), "does not exist", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The entry that begins at a position; empty at the archive's end. */
    Optional<TarEntry> entry(long position) {
        String longName = null;
        String paxSize = null;
        long at = position;
        while (true) {
            if (at + BLOCK > size) {
                return end(at);
            }
            byte[] header = read(at, BLOCK);
            if (isZero(header)) {
                return Optional.empty();
            }
            requireChecksum(header, at);
            long length = paxSize == null ? number(header, 124, 12, at) : pax(paxSize, at);
            char type = (char) header[156];
            long start = at + BLOCK;
            long next = start + (length + BLOCK - 1) / BLOCK * BLOCK;
            if (length < 0 || start + length > size) {
                throw corrupt(at, "is cut off: an entry of " + length + " bytes ends after it");
            }
            if (type == 'L' || type == 'x') {
                String text = headerText(start, length, at);
                longName = type == 'L' ? text : Pax.value(text, "path").orElse(longName);
                paxSize = type == 'x' ? Pax.value(text, "size").orElse(null) : paxSize;
                at = next;
            } else if (type == 'g' || type == 'K') {
                at = next;
            } else {
                String name = longName == null ? name(header) : longName;
                requireInside(name, at);
                boolean isFile = type == '0' || type == '\0';
                return Optional.of(new TarEntry(name, start, length, isFile, next));
            }
        }
    }

    /** The bytes of an entry. */
    byte[] bytes(TarEntry entry) {
        if (entry.size() > Integer.MAX_VALUE - BLOCK) {
            throw corrupt(entry.start(), "has " + entry.name() + " of " + entry.size() + " bytes");
        }
        return read(entry.start(), (int) entry.size());
    }

    private Optional<TarEntry> end(long at) {
        if (at < size) {
            throw corrupt(at, "is cut off within an entry's header");
        }
        return Optional.empty();
    }

    private byte[] read(long position, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new EOFException("is shorter than when it was opened");
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return bytes.array();
    }

    private String headerText(long start, long length, long at) {
        if (length > MOST_OF_A_HEADER) {
            throw corrupt(at, "has a header of " + length + " bytes");
        }
        String text = new String(read(start, (int) length), StandardCharsets.UTF_8);
        return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 6).startsWith("ustar") && header[262] == 0;
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private void requireInside(String name, long at) {
        boolean absolute = name.startsWith("/") || name.matches("^[A-Za-z]:.*");
        if (absolute || List.of(name.split("[/\\\\]")).contains("..")) {
            throw corrupt(
                    at, "has the entry '" + name + "', expected names within the archive's folder");
        }
    }

    private void requireChecksum(byte[] header, long at) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            sum += own ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, CHECKSUM, CHECKSUM_LENGTH, at)) {
            throw corrupt(
                    at, "is no tar archive, or a damaged or compressed one: no entry begins here");
        }
    }

    /** Octal digits, or, with the first bit set, a binary number. */
    private long number(byte[] header, int from, int length, long at) {
        if ((header[from] & 0x80) != 0) {
            return ByteBuffer.wrap(header, from + length - Long.BYTES, Long.BYTES).getLong();
        }
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]*")) {
            throw corrupt(
                    at, "is no tar archive, or a damaged or compressed one: '" + digits + "'");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private long pax(String digits, long at) {
        if (!digits.matches("\\d{1,18}")) {
            throw corrupt(at, "has an entry of size '" + digits + "'");
        }
        return Long.parseLong(digits);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(header, from, end), StandardCharsets.UTF_8);
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private ImagoException corrupt(long at, String message) {
        return new ImagoException(
                ErrorCode.CORRUPT_FILE, archive.file() + " (byte " + at + ")", message);
    }

    private ImagoException unreadable(IOException e) {
        return new ImagoException(
                ErrorCode.FILE_UNREADABLE, archive.read().toString(), "can't be read: " + e, e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
