package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a parameter's gradient was, in some step, no larger than gradients may be off by, but not
 * zero. There the sign is rounding, and Adam goes a whole step either way; a key's bias has mostly
 * such numbers.
 */
final class FaintGradients {
    private final Map<String, NDArray> faint = new HashMap<>();

    /**
     * Notes the gradients of a step.
     *
     * @param scope owns what is kept
     */
    void note(Map<String, NDArray> gradients, NDManager scope) {
        gradients.forEach((name, gradient) -> note(name, gradient, scope));
    }

    private void note(String name, NDArray gradient, NDManager scope) {
        try (NDArray size = gradient.abs();
                NDArray largest = size.max();
                NDArray small = size.lte(Tolerance.GRADIENT.allowed(largest.getFloat()));
                NDArray some = size.gt(0);
                NDArray both = small.logicalAnd(some)) {
            NDArray now = both.toType(DataType.FLOAT32, true);
            now.attach(scope);
            NDArray before = faint.put(name, now);
            if (before != null) {
                now.addi(before);
                before.close();
            }
        }
    }

    /** How many numbers of a parameter that is. */
    long count(String name) {
        NDArray all = faint.get(name);
        if (all == null) {
            return 0;
        }
        try (NDArray any = all.gt(0);
                NDArray count = any.sum()) {
            return count.getLong();
        }
    }

    /**
     * A parameter's first rows, with the expected number wherever the gradient was faint and the
     * difference is one that steps may make.
     *
     * @param reach how far apart two signs may lead
     */
    NDArray forgive(String name, NDArray actual, NDArray expected, double reach) {
        NDArray all = faint.get(name);
        if (all == null) {
            return actual;
        }
        try (NDManager scope = actual.getManager().newSubManager()) {
            NDArray first = all.flatten().get(":" + expected.size()).reshape(expected.getShape());
            NDArray apart = expected.sub(actual);
            NDArray near = apart.abs().lte(reach).toType(DataType.FLOAT32, true);
            NDArray any = first.gt(0).toType(DataType.FLOAT32, true);
            scope.attachAll(first, apart, near, any);
            return actual.add(apart.mul(near).mul(any));
        }
    }
}
