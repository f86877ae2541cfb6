package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which of several ways to one result is the fastest while its weights lie in no cache, as when
 * other layers come between.
 */
final class ColdTiming {
    /** So many float32 push weights out of a cache; half as many did not. */
    private static final int VALUES = 1 << 25;

    private static final int ROUNDS = 8;

    private ColdTiming() {}

    /**
     * The place of the fastest, by the best of some rounds, so that other work on the machine
     * decides nothing. Each runs right after the next one, which finds threads asleep and code cold
     * in its stead: that costs as much as a layer.
     *
     * @param manager owns nothing afterwards
     */
    static int fastest(List<Supplier<NDArray>> ways, NDManager manager) {
        if (ways.size() == 1) {
            return 0;
        }
        double[] best = new double[ways.size()];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        try (NDArray other = manager.zeros(new Shape(VALUES))) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int way = 0; way < best.length; way++) {
                    other.sum().close();
                    ways.get((way + 1) % best.length).get().close();
                    best[way] = Math.min(best[way], seconds(ways.get(way)));
                }
            }
        }
        int first = 0;
        for (int way = 1; way < best.length; way++) {
            first = best[way] < best[first] ? way : first;
        }
        return first;
    }

    private static double seconds(Supplier<NDArray> way) {
        long start = System.nanoTime();
        way.get().close();
        return (System.nanoTime() - start) / 1e9;
    }
}
