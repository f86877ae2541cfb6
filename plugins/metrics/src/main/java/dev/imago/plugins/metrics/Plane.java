package dev.imago.plugins.metrics;

import dev.imago.api.data.Picture;
import java.util.List;

/**
 * One channel of a picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values row by row
 */
public record Plane(int width, int height, double[] values) {
    /** Shares of red, green and blue in the luma of ITU-R BT.601. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    /** A channel of a picture, 0..255; channel 0 is red. */
    public static Plane of(Picture picture, int channel) {
        double[] values = new double[picture.width() * picture.height()];
        for (int i = 0; i < values.length; i++) {
            values[i] = picture.rgb()[i * 3 + channel] & 0xff;
        }
        return new Plane(picture.width(), picture.height(), values);
    }

    /** How bright a picture is, 0..255, not rounded. */
    public static Plane luma(Picture picture) {
        return luma(List.of(of(picture, 0), of(picture, 1), of(picture, 2)));
    }

    /** How bright red, green and blue are together. */
    static Plane luma(List<Plane> channels) {
        double[] values = new double[channels.get(0).values().length];
        for (int channel = 0; channel < LUMA.length; channel++) {
            double[] one = channels.get(channel).values();
            for (int i = 0; i < values.length; i++) {
                values[i] += LUMA[channel] * one[i];
            }
        }
        return channels.get(0).with(values);
    }

    /** The same size with other values. */
    Plane with(double[] others) {
        return new Plane(width, height, others);
    }

    /** The mean without a border. */
    double meanWithin(int border) {
        double sum = 0;
        for (int y = border; y < height - border; y++) {
            for (int x = border; x < width - border; x++) {
                sum += values[y * width + x];
            }
        }
        return sum / ((double) (width - 2 * border) * (height - 2 * border));
    }
}
