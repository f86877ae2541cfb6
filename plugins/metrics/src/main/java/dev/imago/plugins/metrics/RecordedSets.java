package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.RecordedCase;
import java.util.Arrays;

/** Two recorded sets of feature rows with their distances. */
final class RecordedSets {
    private final RecordedCase recorded;
    private final String name;

    RecordedSets(RecordedCase recorded, String name) {
        this.recorded = recorded;
        this.name = name;
    }

    void check(Comparisons found) {
        float[][] a = rows(recorded.tensor(name + ".a"));
        float[][] b = rows(recorded.tensor(name + ".b"));
        Moments first = Moments.of(a);
        Moments second = Moments.of(b);
        checkMoments(first, found);
        FrechetDistance distance = FrechetDistance.between(first, second);
        boolean singular = Math.min(a.length, b.length) <= a[0].length;
        double scale = distance.traceA() + distance.traceB();
        double absolute = singular ? 1e-4 : 1e-9 * scale;
        double relative = singular ? 0 : 1e-6;
        number(found, "frechet_scipy_sqrtm", distance.value(), absolute, relative);
        number(found, "frechet_symmetric_eigen", distance.value(), absolute, relative);
        number(found, "trace_root", distance.traceRoot(), absolute, relative);
        number(found, "mean_term", distance.means(), 0, 1e-6);
        number(found, "trace_a", distance.traceA(), 0, 1e-6);
        number(found, "trace_b", distance.traceB(), 0, 1e-6);
        double kernel = KernelDistance.between(a, b);
        number(found, "kernel_distance_cubic_unbiased", kernel, 0, 1e-9);
    }

    private void checkMoments(Moments moments, Comparisons found) {
        String mean = name + ".mean_a";
        if (recorded.hasTensor(mean)) {
            NDArray own = recorded.scope().create(moments.mean());
            found.tensor(mean, own, recorded.tensor(mean), 0, 1e-6);
        }
        String covariance = name + ".covariance_a";
        if (recorded.hasTensor(covariance)) {
            double[] flat =
                    Arrays.stream(moments.covariance()).flatMapToDouble(Arrays::stream).toArray();
            Shape shape = new Shape(moments.width(), moments.width());
            NDArray own = recorded.scope().create(flat).reshape(shape);
            found.tensor(covariance, own, recorded.tensor(covariance), 0, 1e-6);
        }
    }

    private void number(
            Comparisons found, String figure, double actual, double absolute, double relative) {
        String pointer = "/expected/" + name + "/" + figure;
        if (recorded.has(pointer)) {
            double expected = recorded.number(pointer);
            found.number(name + "." + figure, actual, expected, absolute, relative);
        }
    }

    /** The rows of a matrix. */
    static float[][] rows(NDArray matrix) {
        int width = (int) matrix.getShape().get(1);
        float[] values = matrix.toFloatArray();
        float[][] rows = new float[values.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
        return rows;
    }
}
