package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;

/**
 * One thing that was compared.
 *
 * @param name of the tensor or number
 * @param error the largest difference; NaN where one side is not a number
 * @param allowed what the tolerance allows
 * @param place index of the largest difference, or what else is to be said
 */
public record TensorComparison(String name, double error, double allowed, String place) {
    /** Whether the difference is within the tolerance. */
    public boolean passed() {
        return error <= allowed;
    }

    /** How much of the tolerance is used up. */
    public double share() {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / allowed;
    }

    /** Two tensors of one shape, element by element. */
    static TensorComparison of(String name, NDArray actual, NDArray expected, Tolerance tolerance) {
        if (!actual.getShape().equals(expected.getShape())) {
            return broken(
                    name, "has shape " + actual.getShape() + ", expected " + expected.getShape());
        }
        return of(name, floats(actual), floats(expected), expected.getShape(), tolerance);
    }

    static TensorComparison of(
            String name, float[] actual, float[] expected, Shape shape, Tolerance tolerance) {
        int worst = 0;
        double largest = 0;
        double scale = 0;
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            double error = Math.abs((double) actual[i] - expected[i]);
            if (Double.isNaN(error)) {
                return broken(name, "at " + index(i, shape) + " is " + actual[i]);
            }
            sum += error;
            scale = Math.max(scale, Math.abs(expected[i]));
            if (error > largest) {
                largest = error;
                worst = i;
            }
        }
        double mean = actual.length == 0 ? 0 : sum / actual.length;
        if (mean > tolerance.mean()) {
            return new TensorComparison(name + " (mean)", mean, tolerance.mean(), "");
        }
        double allowed = tolerance.allowed(scale);
        if (largest > allowed && beyond(actual, expected, allowed) <= few(actual.length)) {
            allowed = Math.max(allowed, tolerance.few());
        }
        return new TensorComparison(name, largest, allowed, index(worst, shape));
    }

    private static int beyond(float[] actual, float[] expected, double allowed) {
        int count = 0;
        for (int i = 0; i < actual.length; i++) {
            count += Math.abs((double) actual[i] - expected[i]) > allowed ? 1 : 0;
        }
        return count;
    }

    private static int few(int length) {
        return Math.max(1, length / 200);
    }

    /** Two numbers. */
    static TensorComparison of(String name, double actual, double expected, Tolerance tolerance) {
        return new TensorComparison(
                name,
                Math.abs(actual - expected),
                tolerance.allowed(Math.abs(expected)),
                String.format(Locale.ROOT, "%.7g, expected %.7g", actual, expected));
    }

    /** Two lists of integers that must be equal. */
    static TensorComparison exact(String name, long[] actual, long[] expected) {
        int at = Arrays.mismatch(actual, expected);
        if (at < 0) {
            return new TensorComparison(name, 0, 0, "");
        }
        return broken(
                name,
                "at "
                        + at
                        + " is "
                        + (at < actual.length ? actual[at] : "at its end")
                        + ", expected "
                        + (at < expected.length ? expected[at] : "the end"));
    }

    /** Something that can't be compared at all. */
    static TensorComparison broken(String name, String what) {
        return new TensorComparison(name, Double.NaN, 0, what);
    }

    private static float[] floats(NDArray array) {
        try (NDArray contiguous = array.toType(ai.djl.ndarray.types.DataType.FLOAT32, true)) {
            return contiguous.toFloatArray();
        }
    }

    private static String index(int flat, Shape shape) {
        long[] index = new long[shape.dimension()];
        long rest = flat;
        for (int d = index.length - 1; d >= 0; d--) {
            index[d] = rest % Math.max(1, shape.get(d));
            rest /= Math.max(1, shape.get(d));
        }
        return Arrays.toString(index);
    }
}
