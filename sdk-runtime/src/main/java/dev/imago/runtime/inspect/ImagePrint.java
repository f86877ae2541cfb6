package dev.imago.runtime.inspect;

import dev.imago.api.data.Picture;
import dev.imago.runtime.data.Mix64;
import dev.imago.runtime.image.Resize;
import dev.imago.runtime.image.ResizeFilter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What is remembered of a picture to know it again, also resized, recompressed or slightly
 * retouched. A difference hash (whether brightness rises from cell to cell of a coarse grid, along
 * rows and along columns) finds candidates; a thumbnail decides: it must rise and fall as the other
 * does, and have its mean colours, as tinted copies differ by nothing else.
 *
 * @param exact hash of size and pixels
 * @param rows 64 bits, along rows
 * @param columns 64 bits, along columns
 * @param light brightness of a thumbnail, less its mean, scaled to length 1; empty for a picture
 *     without structure, which only its pixels tell from others
 * @param colours mean red, green and blue of the quarters, 12 bytes of 0..255
 */
record ImagePrint(long exact, long rows, long columns, float[] light, byte[] colours) {
    /** Bits of both hashes. */
    static final int BITS = 128;

    /** First all pictures are brought to this size, whatever theirs. */
    private static final int COMMON = 64;

    private static final int CELLS = 8;
    private static final int THUMBNAIL = 16;
    private static final ResizeFilter FILTER = ResizeFilter.of("bilinear");

    /** Of 0..255: below this standard deviation there is no structure. */
    private static final double FLAT = 4;

    /** Copies were measured at 0.999 and above, other photos of like things at 0.993 and below. */
    private static final double LIKE = 0.997;

    /** Levels by which mean colours of the same picture may differ. */
    private static final int COLOUR = 10;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static ImagePrint of(Picture picture) {
        Picture common = Resize.to(picture, COMMON, COMMON, FILTER);
        return new ImagePrint(
                exact(picture),
                rises(Resize.to(common, CELLS + 1, CELLS, FILTER), 1),
                rises(Resize.to(common, CELLS, CELLS + 1, FILTER), CELLS),
                light(Resize.to(common, THUMBNAIL, THUMBNAIL, FILTER)),
                Resize.to(common, 2, 2, FILTER).rgb());
    }

    /** Whether both show the same; their hashes are at most so many bits apart. */
    boolean resembles(ImagePrint other, int most) {
        if (exact == other.exact) {
            return true;
        }
        if (apart(other) > most || light.length == 0 || other.light.length == 0) {
            return false;
        }
        for (int i = 0; i < colours.length; i++) {
            if (Math.abs((colours[i] & 0xff) - (other.colours[i] & 0xff)) > COLOUR) {
                return false;
            }
        }
        double like = 0;
        for (int i = 0; i < light.length; i++) {
            like += light[i] * other.light[i];
        }
        return like >= LIKE;
    }

    /** Bits that differ. */
    int apart(ImagePrint other) {
        return Long.bitCount(rows ^ other.rows) + Long.bitCount(columns ^ other.columns);
    }

    /** Sixteen bits of the hashes, the first of 8. */
    int band(int number) {
        long half = number < 4 ? rows : columns;
        return (int) (half >>> (16 * (number & 3))) & 0xffff;
    }

    /** One bit for each two cells so far apart. */
    private static long rises(Picture grid, int apart) {
        long bits = 0;
        for (int y = 0; y < grid.height(); y++) {
            for (int x = 0; x < grid.width(); x++) {
                int cell = y * grid.width() + x;
                boolean last = apart == 1 ? x + 1 == grid.width() : y + 1 == grid.height();
                if (!last) {
                    bits = bits << 1 | (level(grid, cell + apart) > level(grid, cell) ? 1 : 0);
                }
            }
        }
        return bits;
    }

    private static float[] light(Picture thumbnail) {
        float[] light = new float[thumbnail.width() * thumbnail.height()];
        double sum = 0;
        for (int i = 0; i < light.length; i++) {
            light[i] = level(thumbnail, i) / 256f;
            sum += light[i];
        }
        double squares = 0;
        for (int i = 0; i < light.length; i++) {
            light[i] -= (float) (sum / light.length);
            squares += light[i] * light[i];
        }
        if (squares < FLAT * FLAT * light.length) {
            return new float[0];
        }
        for (int i = 0; i < light.length; i++) {
            light[i] /= (float) Math.sqrt(squares);
        }
        return light;
    }

    /** Brightness, 0 to 255·256. */
    private static int level(Picture picture, int pixel) {
        byte[] rgb = picture.rgb();
        int at = pixel * 3;
        return 77 * (rgb[at] & 0xff) + 150 * (rgb[at + 1] & 0xff) + 29 * (rgb[at + 2] & 0xff);
    }

    private static long exact(Picture picture) {
        byte[] rgb = picture.rgb();
        long hash = Mix64.of(picture.width(), picture.height());
        int at = 0;
        for (; at + Long.BYTES <= rgb.length; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(rgb, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < rgb.length; at++) {
            hash = (hash ^ rgb[at]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
