package dev.imago.plugins.metrics;

/** Differences of numbers at the same places. */
public final class PixelError {
    private PixelError() {}

    /** The mean squared difference. */
    public static double meanSquared(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum / a.length;
    }

    /**
     * Peak signal-to-noise ratio in decibels; infinite for equals.
     *
     * @param meanSquared the mean squared difference
     * @param range of the values: 255 for bytes, 1 for shares
     */
    public static double psnr(double meanSquared, double range) {
        return 10 * Math.log10(range * range / meanSquared);
    }
}
