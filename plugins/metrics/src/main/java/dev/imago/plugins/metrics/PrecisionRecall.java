package dev.imago.plugins.metrics;

import java.util.Arrays;

/**
 * Precision and recall of made pictures by neighbours in feature space (Kynkäänniemi et al. 2019).
 * A set covers what lies no farther from one of its rows than that row's k-th neighbour in the set.
 *
 * @param precision share of made rows that the real ones cover: whether each picture is like a real
 *     one
 * @param recall share of real rows that the made ones cover: whether everything real is made
 */
public record PrecisionRecall(double precision, double recall) {
    /**
     * Measures; takes time in the square of the rows.
     *
     * @param real more than k rows
     * @param made more than k rows
     * @param k which neighbour sets a row's radius
     */
    public static PrecisionRecall of(float[][] real, float[][] made, int k) {
        return new PrecisionRecall(covered(made, real, k), covered(real, made, k));
    }

    /** The share of {@code rows} that {@code set} covers. */
    static double covered(float[][] rows, float[][] set, int k) {
        double[] radii = radii(set, k);
        int covered = 0;
        for (float[] row : rows) {
            for (int i = 0; i < set.length; i++) {
                if (squared(row, set[i]) <= radii[i]) {
                    covered++;
                    break;
                }
            }
        }
        return (double) covered / rows.length;
    }

    /** Squared distances of each row to its k-th neighbour among the others. */
    private static double[] radii(float[][] set, int k) {
        double[] radii = new double[set.length];
        for (int i = 0; i < set.length; i++) {
            double[] distances = new double[set.length];
            for (int j = 0; j < set.length; j++) {
                distances[j] = squared(set[i], set[j]);
            }
            Arrays.sort(distances);
            radii[i] = distances[k]; // the first is the row itself
        }
        return radii;
    }

    private static double squared(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double apart = (double) x[i] - y[i];
            sum += apart * apart;
        }
        return sum;
    }
}
