package dev.imago.runtime.jpeg;

/**
 * Rows of a component at the picture's full width. Where a component has half the samples, those
 * between are weighed 3 to 1 by their neighbours, with libjpeg-turbo's roundings; other ratios
 * repeat samples. For one thread.
 */
final class Upsampling {
    /** Narrower components are not weighed but repeated. */
    private static final int NARROWEST = 3;

    private final byte[] samples;
    private final int stride;
    private final int width;
    private final int height;
    private final int across;
    private final int down;
    private final int[] row;
    private final int[] sums;

    Upsampling(FrameComponent component, FrameHeader frame) throws JpegFormatException {
        if (frame.horizontal() % component.horizontal != 0
                || frame.vertical() % component.vertical != 0) {
            throw new JpegFormatException(
                    "has colours sampled at fractions of each other, which is not read");
        }
        samples = component.samples();
        stride = component.stride();
        width = component.width();
        height = component.height();
        across = frame.horizontal() / component.horizontal;
        down = frame.vertical() / component.vertical;
        row = new int[width * across];
        sums = new int[width];
    }

    /** Row y of the picture, 0..255, at least as long as it is wide; until the next call. */
    int[] row(int y) {
        boolean weighed = across == 1 || width >= NARROWEST;
        if (across <= 2 && down == 2 && weighed) {
            addNearer(y);
            if (across == 1) {
                halve(y % 2 == 0 ? 1 : 2);
            } else {
                widenSums();
            }
        } else if (across == 2 && down == 1 && weighed) {
            widen(y * stride);
        } else {
            repeat(y / down * stride);
        }
        return row;
    }

    /** Three of the nearer row and one of the other. */
    private void addNearer(int y) {
        int near = y / 2;
        int other = Math.max(0, Math.min(height - 1, y % 2 == 0 ? near - 1 : near + 1));
        int a = near * stride;
        int b = other * stride;
        for (int x = 0; x < width; x++) {
            sums[x] = 3 * (samples[a + x] & 0xff) + (samples[b + x] & 0xff);
        }
    }

    private void halve(int rounding) {
        for (int x = 0; x < width; x++) {
            row[x] = sums[x] + rounding >> 2;
        }
    }

    private void widenSums() {
        int last = width - 1;
        row[0] = sums[0] * 4 + 8 >> 4;
        row[2 * last + 1] = sums[last] * 4 + 7 >> 4;
        int left = sums[0];
        for (int x = 0; x < last; x++) {
            int right = sums[x + 1];
            row[2 * x + 1] = 3 * left + right + 7 >> 4;
            row[2 * x + 2] = 3 * right + left + 8 >> 4;
            left = right;
        }
    }

    private void widen(int from) {
        int last = width - 1;
        int left = samples[from] & 0xff;
        row[0] = left;
        row[2 * last + 1] = samples[from + last] & 0xff;
        for (int x = 0; x < last; x++) {
            int right = samples[from + x + 1] & 0xff;
            row[2 * x + 1] = 3 * left + right + 2 >> 2;
            row[2 * x + 2] = 3 * right + left + 1 >> 2;
            left = right;
        }
    }

    private void repeat(int from) {
        if (across == 1) {
            for (int x = 0; x < width; x++) {
                row[x] = samples[from + x] & 0xff;
            }
            return;
        }
        for (int x = 0, to = 0; x < width; x++) {
            for (int i = 0; i < across; i++) {
                row[to++] = samples[from + x] & 0xff;
            }
        }
    }
}
