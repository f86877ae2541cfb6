package dev.imago.runtime.image;

import java.util.Arrays;

/** For each place of a resized line: which places of the old line it sees, and how much of each. */
final class ResizeWeights {
    private final int[] firsts;
    private final int[] starts;
    private final int[] values;

    /**
     * @param from length of the old line
     * @param to length of the new line
     * @param start first place of the new line that is asked for
     * @param count places that are asked for, which are numbered from 0 here
     * @param filter weighs neighbours
     * @param precision bits of the fixed-point weights
     */
    ResizeWeights(int from, int to, int start, int count, ResizeFilter filter, int precision) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double support = filter.support() * stretch;
        firsts = new int[count];
        starts = new int[count + 1];
        int most = (int) Math.ceil(support) * 2 + 1;
        int[] row = new int[count * most];
        for (int place = 0; place < count; place++) {
            double center = (start + place + 0.5) * scale;
            int first = Math.max(0, (int) (center - support + 0.5));
            int end = Math.min(from, (int) (center + support + 0.5));
            firsts[place] = first;
            starts[place + 1] = starts[place] + end - first;
            double[] weights = weights(filter, first, end, center, stretch);
            for (int i = 0; i < weights.length; i++) {
                row[starts[place] + i] = fixed(weights[i], precision);
            }
        }
        values = Arrays.copyOf(row, starts[count]);
    }

    /** Weights of the places from first to end, summing to 1. */
    private static double[] weights(
            ResizeFilter filter, int first, int end, double center, double stretch) {
        double[] weights = new double[end - first];
        double shrink = 1 / stretch;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = filter.weight((i + first - center + 0.5) * shrink);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length && sum != 0; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static int fixed(double weight, int precision) {
        double scaled = weight * (1 << precision);
        return (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }

    /** The most old places that a new one sees. */
    int most() {
        int most = 1;
        for (int place = 0; place < firsts.length; place++) {
            most = Math.max(most, end(place) - start(place));
        }
        return most;
    }

    /** The first old place that a new place sees. */
    int first(int place) {
        return firsts[place];
    }

    /** Where a place's weights begin in {@link #values()}. */
    int start(int place) {
        return starts[place];
    }

    /** Where they end. */
    int end(int place) {
        return starts[place + 1];
    }

    int[] values() {
        return values;
    }
}
