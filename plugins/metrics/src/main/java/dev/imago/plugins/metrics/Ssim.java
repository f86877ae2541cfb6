package dev.imago.plugins.metrics;

/**
 * Structural similarity of two planes (Wang et al. 2004), as scikit-image computes it: borders are
 * mirrored, and the mean leaves out half a window at each side.
 *
 * @param window weights of neighbours along one axis; an odd number that add up to 1
 * @param sampleCovariance whether variances are divided by one less than the window's pixels
 * @param range of the values: 255 for bytes
 * @param k1 keeps the luminance term from dividing by zero
 * @param k2 keeps the contrast term from dividing by zero
 */
public record Ssim(double[] window, boolean sampleCovariance, double range, double k1, double k2) {
    private static final double K1 = 0.01;
    private static final double K2 = 0.03;

    /** Where a Gaussian window ends, in standard deviations. */
    private static final double TRUNCATE = 3.5;

    /**
     * All neighbours count alike.
     *
     * @param size odd side of the window
     */
    public static Ssim uniform(int size, boolean sampleCovariance, double range) {
        double[] window = new double[size];
        java.util.Arrays.fill(window, 1.0 / size);
        return new Ssim(window, sampleCovariance, range, K1, K2);
    }

    /** The settings of the paper's authors: {@code gaussian(1.5, false, range)}. */
    public static Ssim wang(double range) {
        return gaussian(1.5, false, range);
    }

    /** Near neighbours count more. */
    public static Ssim gaussian(double sigma, boolean sampleCovariance, double range) {
        int radius = (int) (TRUNCATE * sigma + 0.5);
        double[] window = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < window.length; i++) {
            double off = (i - radius) / sigma;
            window[i] = Math.exp(-0.5 * off * off);
            sum += window[i];
        }
        for (int i = 0; i < window.length; i++) {
            window[i] /= sum;
        }
        return new Ssim(window, sampleCovariance, range, K1, K2);
    }

    /** Half a window: the border that {@link #mean} leaves out. */
    public int border() {
        return (window.length - 1) / 2;
    }

    /** Whether planes of a size are large enough. */
    public boolean fits(int width, int height) {
        return Math.min(width, height) >= window.length;
    }

    /** The mean similarity of two planes; 1 for equals. */
    public double mean(Plane a, Plane b) {
        return map(a, b).meanWithin(border());
    }

    /** The similarity around each pixel. */
    public Plane map(Plane a, Plane b) {
        if (a.width() != b.width() || a.height() != b.height() || !fits(a.width(), a.height())) {
            throw new IllegalArgumentException(
                    "planes of %d×%d and %d×%d, expected equal ones of at least the window's %d"
                            .formatted(
                                    a.width(), a.height(), b.width(), b.height(), window.length));
        }
        double[] meanA = smooth(a.values(), a);
        double[] meanB = smooth(b.values(), a);
        double[] squaresA = smooth(product(a.values(), a.values()), a);
        double[] squaresB = smooth(product(b.values(), b.values()), a);
        double[] products = smooth(product(a.values(), b.values()), a);
        double pixels = (double) window.length * window.length;
        double norm = sampleCovariance ? pixels / (pixels - 1) : 1;
        double c1 = k1 * range * k1 * range;
        double c2 = k2 * range * k2 * range;
        double[] map = new double[meanA.length];
        for (int i = 0; i < map.length; i++) {
            double varianceA = norm * (squaresA[i] - meanA[i] * meanA[i]);
            double varianceB = norm * (squaresB[i] - meanB[i] * meanB[i]);
            double covariance = norm * (products[i] - meanA[i] * meanB[i]);
            double luminance =
                    (2 * meanA[i] * meanB[i] + c1)
                            / (meanA[i] * meanA[i] + meanB[i] * meanB[i] + c1);
            map[i] = luminance * (2 * covariance + c2) / (varianceA + varianceB + c2);
        }
        return a.with(map);
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** The window over rows, then over columns. */
    private double[] smooth(double[] values, Plane size) {
        double[] rows = along(values, size.height(), size.width(), size.width(), 1);
        return along(rows, size.width(), size.height(), 1, size.width());
    }

    /**
     * @param lines how many lines to smooth
     * @param length of a line
     * @param lineStep from one line's begin to the next's
     * @param step from one value of a line to the next
     */
    private double[] along(double[] values, int lines, int length, int lineStep, int step) {
        int radius = border();
        double[] smoothed = new double[values.length];
        for (int line = 0; line < lines; line++) {
            int begin = line * lineStep;
            for (int at = 0; at < length; at++) {
                double sum = 0;
                for (int w = -radius; w <= radius; w++) {
                    sum += window[w + radius] * values[begin + mirrored(at + w, length) * step];
                }
                smoothed[begin + at * step] = sum;
            }
        }
        return smoothed;
    }

    /** {@code d c b a | a b c d | d c b a}. */
    private static int mirrored(int at, int length) {
        return at < 0 ? -at - 1 : at >= length ? 2 * length - 1 - at : at;
    }
}
