package dev.imago.runtime.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The part of an image file that holds EXIF: a small TIFF file. A damaged one tells nothing, as a
 * picture can be seen without it.
 *
 * @param file the whole file
 * @param start first byte of the part
 * @param end behind its last byte
 */
record ExifBlock(byte[] file, int start, int end) {
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int TIFF_HEADER = 8;
    private static final int ENTRY = 12;
    private static final int PNG_HEADER = 8;
    private static final String TITLE = "Exif\0\0";

    /** In a PNG, of which it may be any chunk. */
    static Optional<ExifBlock> ofPng(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        long at = PNG_HEADER;
        while (at + 12 <= file.length) {
            long length = bytes.getInt((int) at) & 0xffffffffL;
            if (isNamed(file, (int) at + 4, "eXIf") && at + 8 + length <= file.length) {
                return Optional.of(new ExifBlock(file, (int) at + 8, (int) (at + 8 + length)));
            }
            at += 12 + length;
        }
        return Optional.empty();
    }

    /** A part that may have the title that JPEGs give it. */
    static ExifBlock titled(byte[] file, int start, int end) {
        boolean titled = end - start >= TITLE.length() && isNamed(file, start, TITLE);
        return new ExifBlock(file, titled ? start + TITLE.length() : start, end);
    }

    private static boolean isNamed(byte[] file, int at, String name) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < letters.length; i++) {
            if (at + i >= file.length || file[at + i] != letters[i]) {
                return false;
            }
        }
        return true;
    }

    /** How the camera was held. */
    Orientation orientation() {
        int length = end - start;
        if (length < TIFF_HEADER) {
            return Orientation.UPRIGHT;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file, start, length).slice();
        bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = bytes.getInt(4) & 0xffffffffL;
        if (bytes.getShort(2) != 42 || directory + 2 > length) {
            return Orientation.UPRIGHT;
        }
        int entries = bytes.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + (long) ENTRY * i;
            if (at + ENTRY > length) {
                break;
            }
            boolean found = (bytes.getShort((int) at) & 0xffff) == ORIENTATION;
            if (found && bytes.getShort((int) at + 2) == SHORT) {
                return Orientation.of(bytes.getShort((int) at + 8) & 0xffff);
            }
        }
        return Orientation.UPRIGHT;
    }
}
