package dev.imago.runtime.image;

import java.io.IOException;

/**
 * The screen of a GIF and where its first frame stands on it.
 *
 * @param width of the screen
 * @param height of the screen
 * @param left first column of the frame
 * @param top first row of the frame
 * @param filler index of the colour around the frame: the transparent one, or else the first
 */
record GifScreen(int width, int height, int left, int top, int filler) {
    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int CONTROL = 0xf9;
    private static final int FRAME = 0x2c;

    /**
     * Reads up to the first frame.
     *
     * @throws IOException when there is none
     */
    static GifScreen of(byte[] file) throws IOException {
        int filler = 0;
        int at = HEADER + palette(octet(file, 10));
        while (octet(file, at) == EXTENSION) {
            if (octet(file, at + 1) == CONTROL && (octet(file, at + 3) & 1) == 1) {
                filler = octet(file, at + 6);
            }
            at = afterBlocks(file, at + 2);
        }
        if (octet(file, at) != FRAME) {
            throw new IOException("no frame stands where the first one should");
        }
        return new GifScreen(
                word(file, 6), word(file, 8), word(file, at + 1), word(file, at + 3), filler);
    }

    private static int palette(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    private static int afterBlocks(byte[] file, int start) throws IOException {
        int at = start;
        while (octet(file, at) > 0) {
            at += octet(file, at) + 1;
        }
        return at + 1;
    }

    private static int word(byte[] file, int at) throws IOException {
        return octet(file, at) | octet(file, at + 1) << 8;
    }

    private static int octet(byte[] file, int at) throws IOException {
        if (at >= file.length) {
            throw new IOException("it ends before its first frame");
        }
        return file[at] & 0xff;
    }
}
