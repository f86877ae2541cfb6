package dev.imago.plugins.metrics;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The Fréchet distance between two Gaussians, {@code |m1 - m2|² + tr(C1 + C2 - 2 √(C1 C2))}, as FID
 * has it (Heusel et al. 2017). The trace of the root is that of {@code √(√C1 C2 √C1)}, which is
 * symmetric: it has no imaginary part and needs no offset where a covariance is singular.
 *
 * @param means squared distance of the means
 * @param traceA trace of the first covariance
 * @param traceB trace of the second
 * @param traceRoot trace of the root of their product
 */
public record FrechetDistance(double means, double traceA, double traceB, double traceRoot) {
    /** The distance between two sets of rows. */
    public static FrechetDistance between(Moments a, Moments b) {
        return new Against(a).to(b);
    }

    /**
     * The distance between two sets of rows, with matrices no larger than the shorter side of the
     * sets: of few wide rows, the singular values of their products are those of the covariances'
     * roots.
     *
     * @param a at least two rows
     * @param b at least two rows
     */
    public static FrechetDistance between(float[][] a, float[][] b) {
        if (Math.min(a.length, b.length) >= a[0].length) {
            return between(Moments.of(a), Moments.of(b));
        }
        double[] meanA = mean(a);
        double[] meanB = mean(b);
        double[][] centredA = centred(a, meanA);
        double[][] centredB = centred(b, meanB);
        boolean swap = a.length > b.length;
        RealMatrix few = new Array2DRowRealMatrix(swap ? centredB : centredA, false);
        RealMatrix many = new Array2DRowRealMatrix(swap ? centredA : centredB, false);
        RealMatrix products = few.multiply(many.transpose());
        RealMatrix squares = symmetric(products.multiply(products.transpose()));
        return new FrechetDistance(
                squared(meanA, meanB), squares(centredA), squares(centredB), rootSum(squares));
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += row[d] / (double) rows.length;
            }
        }
        return mean;
    }

    /** Rows whose products with themselves are the covariance. */
    private static double[][] centred(float[][] rows, double[] mean) {
        double scale = 1 / Math.sqrt(rows.length - 1);
        double[][] centred = new double[rows.length][mean.length];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                centred[i][d] = scale * (rows[i][d] - mean[d]);
            }
        }
        return centred;
    }

    private static double squares(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).map(v -> v * v).sum();
    }

    private static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /** The trace of the root of a symmetric matrix without negative eigenvalues. */
    private static double rootSum(RealMatrix symmetric) {
        double sum = 0;
        for (double value : eigen(symmetric).getRealEigenvalues()) {
            sum += Math.sqrt(Math.max(0, value));
        }
        return sum;
    }

    /** The distance. */
    public double value() {
        return means + traceA + traceB - 2 * traceRoot;
    }

    /** Distances from one set of rows, whose root is taken once. */
    public static final class Against {
        private final double[] mean;
        private final double trace;
        private final RealMatrix root;

        /** Takes the root. */
        public Against(Moments a) {
            double[][] covariance = a.covariance();
            mean = a.mean();
            trace = trace(covariance);
            root = root(covariance);
        }

        /** The distance to other rows. */
        public FrechetDistance to(Moments b) {
            double[][] covariance = b.covariance();
            RealMatrix inner =
                    root.multiply(new Array2DRowRealMatrix(covariance, false)).multiply(root);
            double means = squared(mean, b.mean());
            return new FrechetDistance(means, trace, trace(covariance), rootSum(symmetric(inner)));
        }
    }

    private static RealMatrix root(double[][] covariance) {
        EigenDecomposition eigen = eigen(new Array2DRowRealMatrix(covariance, false));
        double[] values = eigen.getRealEigenvalues();
        RealMatrix vectors = eigen.getV();
        RealMatrix scaled = vectors.copy();
        for (int j = 0; j < values.length; j++) {
            double stretch = Math.sqrt(Math.max(0, values[j]));
            for (int i = 0; i < values.length; i++) {
                scaled.multiplyEntry(i, j, stretch);
            }
        }
        return symmetric(scaled.multiply(vectors.transpose()));
    }

    private static EigenDecomposition eigen(RealMatrix symmetric) {
        return new EigenDecomposition(symmetric);
    }

    /** Rounding makes products a little unsymmetric, for which the decomposition looks. */
    private static RealMatrix symmetric(RealMatrix matrix) {
        return matrix.add(matrix.transpose()).scalarMultiply(0.5);
    }

    private static double trace(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            sum += matrix[i][i];
        }
        return sum;
    }
}
