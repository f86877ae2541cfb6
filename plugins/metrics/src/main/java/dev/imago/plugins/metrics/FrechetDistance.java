package dev.imago.plugins.metrics;

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
            double means = 0;
            double[] other = b.mean();
            for (int i = 0; i < mean.length; i++) {
                means += (mean[i] - other[i]) * (mean[i] - other[i]);
            }
            RealMatrix inner =
                    root.multiply(new Array2DRowRealMatrix(covariance, false)).multiply(root);
            double sum = 0;
            for (double value : eigen(symmetric(inner)).getRealEigenvalues()) {
                sum += Math.sqrt(Math.max(0, value));
            }
            return new FrechetDistance(means, trace, trace(covariance), sum);
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
