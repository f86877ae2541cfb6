package dev.imago.runtime.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Rows of components to light: in 16-bit fixed point, with libjpeg's constants and roundings. Steps
 * are loops over whole rows of ints with one output, which the JIT turns into vector instructions.
 * For one thread.
 */
final class ColourConversion {
    private static final VarHandle PIXEL =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle TWO_PIXELS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);
    private static final int RED_BY_CR = fixed(1.402);
    private static final int GREEN_BY_CB = fixed(0.34414);
    private static final int GREEN_BY_CR = fixed(0.71414);
    private static final int BLUE_BY_CB = fixed(1.772);

    private final ColourSpace space;
    private final List<Upsampling> components;
    private final int width;
    private final boolean split;
    private final int[] red;
    private final int[] green;
    private final int[] blue;
    private final int[] packed;

    ColourConversion(ColourSpace space, List<Upsampling> components, FrameHeader frame) {
        this.space = space;
        this.components = components;
        width = frame.width();
        split = frame.isSplit();
        red = new int[frame.paddedWidth()];
        green = new int[red.length];
        blue = new int[red.length];
        packed = new int[red.length];
    }

    private static int fixed(double value) {
        return (int) (value * (1 << BITS) + 0.5);
    }

    /** Writes row y of the picture. */
    void row(int y, byte[] rgb) {
        switch (space) {
            case GREY -> {
                int[] grey = components.get(0).row(y);
                write(grey, grey, grey, y, rgb);
            }
            case RGB -> write(light(0, y), light(1, y), light(2, y), y, rgb);
            case YCC -> {
                differences(y);
                write(red, green, blue, y, rgb);
            }
            case CMYK -> {
                int[] left = components.get(3).row(y);
                ink(light(0, y), left, red);
                ink(light(1, y), left, green);
                ink(light(2, y), left, blue);
                write(red, green, blue, y, rgb);
            }
            case YCCK -> {
                differences(y);
                int[] left = components.get(3).row(y);
                for (int[] one : new int[][] {red, green, blue}) {
                    InverseDct.clip(one);
                    invert(one);
                    ink(one, left, one);
                }
                write(red, green, blue, y, rgb);
            }
        }
    }

    private int[] light(int component, int y) {
        return components.get(component).row(y);
    }

    /** Not yet brought to 0..255. */
    private void differences(int y) {
        int[] bright = components.get(0).row(y);
        int[] cb = components.get(1).row(y);
        int[] cr = components.get(2).row(y);
        addDifference(bright, cr, RED_BY_CR, red);
        addDifference(bright, cb, BLUE_BY_CB, blue);
        addDifferences(bright, cb, cr, green);
    }

    private static void addDifference(int[] bright, int[] difference, int by, int[] to) {
        for (int x = 0; x < to.length; x++) {
            to[x] = bright[x] + ((difference[x] - 128) * by + HALF >> BITS);
        }
    }

    private static void addDifferences(int[] bright, int[] cb, int[] cr, int[] to) {
        for (int x = 0; x < to.length; x++) {
            int less = (cb[x] - 128) * GREEN_BY_CB + (cr[x] - 128) * GREEN_BY_CR;
            to[x] = bright[x] + (HALF - less >> BITS);
        }
    }

    /** Adobe turns inks around. */
    private static void invert(int[] values) {
        for (int x = 0; x < values.length; x++) {
            values[x] = 255 - values[x];
        }
    }

    /**
     * Darkens by black. Stored are 255 minus inks, as Adobe has it: so the values are what is left
     * of light, and {@code left} what black leaves of it.
     */
    private static void ink(int[] values, int[] left, int[] to) {
        for (int x = 0; x < to.length; x++) {
            int product = (255 - values[x]) * left[x] + 128;
            to[x] = Math.max(0, left[x] - ((product >> 8) + product >> 8));
        }
    }

    private void write(int[] r, int[] g, int[] b, int y, byte[] rgb) {
        pack(r, g, b, packed);
        // Longer words than pixels, whose last bytes are overwritten by the pixels that follow.
        int start = y * width * 3;
        int half = packed.length / 2;
        int done = 0;
        if (split) {
            int pairs = Math.max(0, width - 2) / 2;
            for (int i = 0; i < pairs; i++) {
                TWO_PIXELS.set(rgb, start + 6 * i, packed[i] | (long) packed[half + i] << 24);
            }
            done = 2 * pairs;
        } else {
            for (; done + 1 < width; done++) {
                PIXEL.set(rgb, start + 3 * done, packed[done]);
            }
        }
        for (int x = done; x < width; x++) {
            int pixel = packed[split ? (x & 1) * half + (x >> 1) : x];
            rgb[start + 3 * x] = (byte) pixel;
            rgb[start + 3 * x + 1] = (byte) (pixel >> 8);
            rgb[start + 3 * x + 2] = (byte) (pixel >> 16);
        }
    }

    /** Three values, brought to 0..255 by their signs, in one int. */
    private static void pack(int[] r, int[] g, int[] b, int[] to) {
        for (int x = 0; x < to.length; x++) {
            int red = (r[x] & ~(r[x] >> 31) | 255 - r[x] >> 31) & 255;
            int green = (g[x] & ~(g[x] >> 31) | 255 - g[x] >> 31) & 255;
            int blue = (b[x] & ~(b[x] >> 31) | 255 - b[x] >> 31) & 255;
            to[x] = red | green << 8 | blue << 16;
        }
    }
}
