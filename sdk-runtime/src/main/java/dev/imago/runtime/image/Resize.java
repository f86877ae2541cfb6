package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import dev.imago.runtime.image.WeightedLines.LineReader;

/**
 * Resizes as Pillow 13 does, bit for bit: a pass along the rows and one along the columns, each in
 * 8-bit samples and 22-bit fixed-point weights; a wider filter when shrinking. Where the height
 * shrinks much more than the width, the columns come first; older Pillows always began with the
 * rows, and differ there by a level or two.
 */
public final class Resize {
    private static final int CHANNELS = 3;

    /**
     * Rows whose columns are summed together: enough for long vectors, few enough for the cache.
     */
    private static final int BAND = 128;

    private Resize() {}

    /** The picture at another size. */
    public static Picture to(Picture picture, int width, int height, ResizeFilter filter) {
        return to(picture, Stretch.whole(width), Stretch.whole(height), filter);
    }

    /** A part of the picture at another size; the rest is not computed. */
    static Picture to(Picture picture, Stretch across, Stretch down, ResizeFilter filter) {
        if (filter == ResizeFilter.NEAREST) {
            return nearest(picture, across, down);
        }
        int narrower = picture.width() - across.length();
        int lower = picture.height() - down.length();
        if (lower > 0 && lower > narrower * 2) {
            return alongRows(alongColumns(picture, down, filter), across, filter);
        }
        return alongColumns(alongRows(picture, across, filter), down, filter);
    }

    /** A band of rows is turned, so that its columns are lines. */
    private static Picture alongRows(Picture picture, Stretch across, ResizeFilter filter) {
        if (across.keeps(picture.width())) {
            return picture;
        }
        int width = across.count();
        int height = picture.height();
        byte[] rgb = new byte[width * height * CHANNELS];
        ResizeWeights weights = across.weights(picture.width(), filter, WeightedLines.precision());
        int tall = Math.min(BAND, height);
        WeightedLines columns = new WeightedLines(weights, tall * CHANNELS);
        for (int top = 0; top < height; top += tall) {
            int from = top;
            int rows = Math.min(tall, height - top);
            LineReader reader = (number, line) -> column(picture, from, rows, number, line);
            columns.rewind();
            for (int x = 0; x < width; x++) {
                int[] column = columns.at(x, reader);
                write(column, rows, rgb, (top * width + x) * CHANNELS, width * CHANNELS);
            }
        }
        return new Picture(width, height, rgb);
    }

    /** One column of a band: all its reds, then its greens, then its blues. */
    private static void column(Picture picture, int top, int rows, int x, int[] line) {
        byte[] rgb = picture.rgb();
        int stride = picture.width() * CHANNELS;
        int start = top * stride + x * CHANNELS;
        for (int y = 0, from = start; y < rows; y++, from += stride) {
            line[y] = rgb[from] & 0xff;
            line[rows + y] = rgb[from + 1] & 0xff;
            line[2 * rows + y] = rgb[from + 2] & 0xff;
        }
    }

    private static void write(int[] column, int rows, byte[] rgb, int start, int stride) {
        for (int y = 0, to = start; y < rows; y++, to += stride) {
            rgb[to] = (byte) column[y];
            rgb[to + 1] = (byte) column[rows + y];
            rgb[to + 2] = (byte) column[2 * rows + y];
        }
    }

    private static Picture alongColumns(Picture picture, Stretch down, ResizeFilter filter) {
        if (down.keeps(picture.height())) {
            return picture;
        }
        int height = down.count();
        int stride = picture.width() * CHANNELS;
        byte[] rgb = new byte[stride * height];
        ResizeWeights weights = down.weights(picture.height(), filter, WeightedLines.precision());
        WeightedLines rows = new WeightedLines(weights, stride);
        LineReader reader = (number, line) -> row(picture.rgb(), number * stride, line);
        for (int y = 0; y < height; y++) {
            int[] row = rows.at(y, reader);
            for (int i = 0, to = y * stride; i < stride; i++, to++) {
                rgb[to] = (byte) row[i];
            }
        }
        return new Picture(picture.width(), height, rgb);
    }

    private static void row(byte[] rgb, int start, int[] line) {
        for (int i = 0; i < line.length; i++) {
            line[i] = rgb[start + i] & 0xff;
        }
    }

    private static Picture nearest(Picture picture, Stretch across, Stretch down) {
        int width = across.count();
        int height = down.count();
        byte[] rgb = new byte[width * height * CHANNELS];
        int[] columns = across.nearest(picture.width());
        int[] rows = down.nearest(picture.height());
        for (int y = 0, to = 0; y < height; y++) {
            int row = rows[y] * picture.width();
            for (int x = 0; x < width; x++, to += CHANNELS) {
                System.arraycopy(picture.rgb(), (row + columns[x]) * CHANNELS, rgb, to, CHANNELS);
            }
        }
        return new Picture(width, height, rgb);
    }
}
