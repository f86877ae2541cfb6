package dev.imago.runtime.cli;

import dev.imago.api.data.Picture;

/**
 * Pictures in a terminal: each character is an upper half block, its ink the upper pixel and its
 * ground the lower one, in 24-bit colour.
 */
final class HalfBlocks {
    private static final String RESET = "\033[0m";

    private final Picture picture;
    private final int columns;
    private final int rows;

    private HalfBlocks(Picture picture, int columns) {
        this.picture = picture;
        this.columns = columns;
        this.rows = Math.max(1, Math.round((float) picture.height() * columns / picture.width()));
    }

    /**
     * A picture as lines of text, shrunk if it is wider than the terminal.
     *
     * @param most columns
     */
    static String of(Picture picture, int most) {
        return new HalfBlocks(picture, Math.min(picture.width(), most)).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < rows; y += 2) {
            int ink = -1;
            int ground = -1;
            for (int x = 0; x < columns; x++) {
                int upper = pixel(x, y);
                int lower = y + 1 < rows ? pixel(x, y + 1) : -2;
                if (upper != ink) {
                    text.append(colour(38, upper));
                }
                if (lower != ground) {
                    text.append(lower == -2 ? "\033[49m" : colour(48, lower));
                }
                ink = upper;
                ground = lower;
                text.append('▀');
            }
            text.append(RESET).append('\n');
        }
        return text.toString();
    }

    private static String colour(int which, int rgb) {
        return "\033["
                + which
                + ";2;"
                + (rgb >> 16)
                + ";"
                + (rgb >> 8 & 255)
                + ";"
                + (rgb & 255)
                + "m";
    }

    /** The mean of the pixels that fall on a place. */
    private int pixel(int x, int y) {
        int fromX = x * picture.width() / columns;
        int toX = Math.max(fromX + 1, (x + 1) * picture.width() / columns);
        int fromY = y * picture.height() / rows;
        int toY = Math.max(fromY + 1, (y + 1) * picture.height() / rows);
        int[] sum = new int[3];
        for (int py = fromY; py < toY; py++) {
            for (int px = fromX; px < toX; px++) {
                for (int c = 0; c < 3; c++) {
                    sum[c] += picture.at(px, py, c);
                }
            }
        }
        int count = (toX - fromX) * (toY - fromY);
        return sum[0] / count << 16 | sum[1] / count << 8 | sum[2] / count;
    }
}
