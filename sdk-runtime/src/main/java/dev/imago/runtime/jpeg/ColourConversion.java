package dev.imago.runtime.jpeg;

/**
 * Rows of components to light: in 16-bit fixed point, with libjpeg's constants and roundings. Steps
 * are loops over whole rows of ints, which the JIT turns into vector instructions. For one thread.
 */
final class ColourConversion {
    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);
    private static final int RED_BY_CR = fixed(1.402);
    private static final int GREEN_BY_CB = fixed(0.34414);
    private static final int GREEN_BY_CR = fixed(0.71414);
    private static final int BLUE_BY_CB = fixed(1.772);

    private final ColourSpace space;
    private final Upsampling[] components;
    private final int width;
    private final int[] red;
    private final int[] green;
    private final int[] blue;

    ColourConversion(ColourSpace space, Upsampling[] components, int width) {
        this.space = space;
        this.components = components;
        this.width = width;
        red = new int[width];
        green = new int[width];
        blue = new int[width];
    }

    private static int fixed(double value) {
        return (int) (value * (1 << BITS) + 0.5);
    }

    /** Writes row y of the picture. */
    void row(int y, byte[] rgb) {
        int to = y * width * 3;
        switch (space) {
            case GREY -> {
                int[] grey = components[0].row(y);
                write(grey, grey, grey, rgb, to);
            }
            case RGB -> write(light(0, y), light(1, y), light(2, y), rgb, to);
            case YCC -> {
                differences(y);
                write(red, green, blue, rgb, to);
            }
            case CMYK -> {
                int[] left = components[3].row(y);
                ink(light(0, y), left, red);
                ink(light(1, y), left, green);
                ink(light(2, y), left, blue);
                write(red, green, blue, rgb, to);
            }
            case YCCK -> {
                differences(y);
                int[] left = components[3].row(y);
                for (int[] one : new int[][] {red, green, blue}) {
                    invert(one);
                    ink(one, left, one);
                }
                write(red, green, blue, rgb, to);
            }
        }
    }

    private int[] light(int component, int y) {
        return components[component].row(y);
    }

    private void differences(int y) {
        int[] bright = components[0].row(y);
        int[] cb = components[1].row(y);
        int[] cr = components[2].row(y);
        int[] r = red;
        int[] g = green;
        int[] b = blue;
        for (int x = 0; x < r.length; x++) {
            int value = bright[x] + ((cr[x] - 128) * RED_BY_CR + HALF >> BITS);
            r[x] = clip(value);
        }
        for (int x = 0; x < b.length; x++) {
            int value = bright[x] + ((cb[x] - 128) * BLUE_BY_CB + HALF >> BITS);
            b[x] = clip(value);
        }
        for (int x = 0; x < g.length; x++) {
            int less = (cb[x] - 128) * GREEN_BY_CB + (cr[x] - 128) * GREEN_BY_CR;
            g[x] = clip(bright[x] + (HALF - less >> BITS));
        }
    }

    /** To 0..255, by signs: comparisons would keep the JIT from vector instructions. */
    private static int clip(int value) {
        int positive = value & ~(value >> 31);
        int room = 255 - positive;
        return positive + (room & room >> 31);
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

    private void write(int[] r, int[] g, int[] b, byte[] rgb, int start) {
        for (int x = 0, to = start; x < width; x++, to += 3) {
            rgb[to] = (byte) r[x];
            rgb[to + 1] = (byte) g[x];
            rgb[to + 2] = (byte) b[x];
        }
    }
}
