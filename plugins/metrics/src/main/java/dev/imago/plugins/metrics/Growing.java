package dev.imago.plugins.metrics;

import java.util.Arrays;

/** Numbers that are added one by one. */
final class Growing {
    private double[] values = new double[64];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    double[] values() {
        return Arrays.copyOf(values, size);
    }
}
