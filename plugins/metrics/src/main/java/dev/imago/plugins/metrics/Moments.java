package dev.imago.plugins.metrics;

/**
 * Mean and covariance of rows that are told one by one and not kept. Updated about the running
 * mean, so that large means cost no digits.
 */
public final class Moments {
    private final int width;
    private final double[] mean;
    private final double[][] products;
    private final double[] before;
    private final double[] after;
    private long count;

    /**
     * @param width numbers in a row
     */
    public Moments(int width) {
        this.width = width;
        this.mean = new double[width];
        this.products = new double[width][];
        this.before = new double[width];
        this.after = new double[width];
        for (int i = 0; i < width; i++) {
            products[i] = new double[i + 1]; // the lower half; the upper mirrors it
        }
    }

    /** The moments of some rows. */
    public static Moments of(float[][] rows) {
        Moments moments = new Moments(rows[0].length);
        for (float[] row : rows) {
            moments.add(row);
        }
        return moments;
    }

    /** Adds a row. */
    public void add(float[] row) {
        if (row.length != width) {
            throw new IllegalArgumentException(
                    "a row of " + row.length + " numbers among rows of " + width);
        }
        count++;
        for (int i = 0; i < width; i++) {
            before[i] = row[i] - mean[i];
            mean[i] += before[i] / count;
            after[i] = row[i] - mean[i];
        }
        for (int i = 0; i < width; i++) {
            double[] line = products[i];
            double factor = after[i];
            for (int j = 0; j <= i; j++) {
                line[j] += factor * before[j];
            }
        }
    }

    /** How many rows. */
    public long count() {
        return count;
    }

    /** Numbers in a row. */
    public int width() {
        return width;
    }

    /** The mean row. */
    public double[] mean() {
        return mean.clone();
    }

    /** The covariance, {@code [width][width]}, divided by one less than the rows. */
    public double[][] covariance() {
        double[][] covariance = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = products[i][j] / (count - 1);
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }
}
