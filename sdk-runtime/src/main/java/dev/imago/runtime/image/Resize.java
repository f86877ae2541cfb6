package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import java.util.Arrays;

/**
 * Resizes as Pillow 13 does, bit for bit: a pass along the rows and one along the columns, each in
 * 8-bit samples and 22-bit fixed-point weights; a wider filter when shrinking. Where the height
 * shrinks much more than the width, the columns come first; older Pillows always began with the
 * rows, and differ there by a level or two.
 */
public final class Resize {
    private static final int PRECISION = 32 - 8 - 2;
    private static final int HALF = 1 << (PRECISION - 1);

    private Resize() {}

    /** The picture at another size. */
    public static Picture to(Picture picture, int width, int height, ResizeFilter filter) {
        int narrower = picture.width() - width;
        int lower = picture.height() - height;
        if (lower > 0 && lower > narrower * 2) {
            return alongRows(alongColumns(picture, height, filter), width, filter);
        }
        return alongColumns(alongRows(picture, width, filter), height, filter);
    }

    private static Picture alongRows(Picture picture, int width, ResizeFilter filter) {
        if (width == picture.width()) {
            return picture;
        }
        ResizeWeights weights = new ResizeWeights(picture.width(), width, filter, PRECISION);
        byte[] from = picture.rgb();
        byte[] rgb = new byte[width * picture.height() * 3];
        int to = 0;
        for (int y = 0; y < picture.height(); y++) {
            int row = y * picture.width() * 3;
            for (int x = 0; x < width; x++, to += 3) {
                sum(from, row + weights.first(x) * 3, weights, x, rgb, to);
            }
        }
        return new Picture(width, picture.height(), rgb);
    }

    private static void sum(
            byte[] from, int start, ResizeWeights weights, int place, byte[] rgb, int to) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int at = start;
        int[] row = weights.values();
        int end = weights.end(place);
        for (int k = weights.start(place); k < end; k++, at += 3) {
            int weight = row[k];
            red += (from[at] & 0xff) * weight;
            green += (from[at + 1] & 0xff) * weight;
            blue += (from[at + 2] & 0xff) * weight;
        }
        rgb[to] = clip(red);
        rgb[to + 1] = clip(green);
        rgb[to + 2] = clip(blue);
    }

    /** Whole rows are added at a time, which the JIT turns into vector instructions. */
    private static Picture alongColumns(Picture picture, int height, ResizeFilter filter) {
        if (height == picture.height()) {
            return picture;
        }
        ResizeWeights weights = new ResizeWeights(picture.height(), height, filter, PRECISION);
        int stride = picture.width() * 3;
        byte[] from = picture.rgb();
        byte[] rgb = new byte[stride * height];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int first = weights.first(y);
            int start = weights.start(y);
            for (int k = start; k < weights.end(y); k++) {
                add(from, (first + k - start) * stride, weights.values()[k], sums);
            }
            for (int i = 0; i < stride; i++) {
                rgb[y * stride + i] = clip(sums[i]);
            }
        }
        return new Picture(picture.width(), height, rgb);
    }

    private static void add(byte[] from, int row, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (from[row + i] & 0xff) * weight;
        }
    }

    private static byte clip(int sum) {
        int value = sum >> PRECISION;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }
}
