package dev.imago.runtime.image;

import dev.imago.api.data.Picture;

/** How a camera was held: what is done to stored pixels to see the picture upright. */
enum Orientation {
    /** Stored as it is seen. */
    UPRIGHT(false, false, false),
    /** Left and right exchanged. */
    MIRRORED(false, true, false),
    /** Turned by half. */
    UPSIDE_DOWN(false, true, true),
    /** Top and bottom exchanged. */
    FLIPPED(false, false, true),
    /** Rows are columns. */
    TRANSPOSED(true, false, false),
    /** To be turned to the right. */
    LEFT(true, true, false),
    /** Rows are columns, and turned by half. */
    TRANSVERSED(true, true, true),
    /** To be turned to the left. */
    RIGHT(true, false, true);

    private final boolean transposed;
    private final boolean fromRight;
    private final boolean fromBottom;

    /**
     * @param transposed whether rows are columns
     * @param fromRight whether columns of the upright picture are then counted from the right
     * @param fromBottom whether its rows are then counted from the bottom
     */
    Orientation(boolean transposed, boolean fromRight, boolean fromBottom) {
        this.transposed = transposed;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** By the number that EXIF gives it; upright where it gives none that is known. */
    static Orientation of(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
    }

    /** The upright picture. */
    Picture upright(Picture stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = transposed ? stored.height() : stored.width();
        int height = transposed ? stored.width() : stored.height();
        byte[] from = stored.rgb();
        byte[] rgb = new byte[from.length];
        int across = transposed ? stored.width() * 3 : 3;
        int down = transposed ? 3 : stored.width() * 3;
        for (int y = 0, to = 0; y < height; y++) {
            int row = (fromBottom ? height - 1 - y : y) * down;
            for (int x = 0; x < width; x++, to += 3) {
                int at = row + (fromRight ? width - 1 - x : x) * across;
                rgb[to] = from[at];
                rgb[to + 1] = from[at + 1];
                rgb[to + 2] = from[at + 2];
            }
        }
        return new Picture(width, height, rgb);
    }
}
