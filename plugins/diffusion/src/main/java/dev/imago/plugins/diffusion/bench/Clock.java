package dev.imago.plugins.diffusion.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times work over some rounds, after one that does not count. */
final class Clock {
    private static final int ROUNDS = 3;

    private Clock() {}

    /** The best and the median of the rounds, as {@code seconds_per_NAME}. */
    static Map<String, Double> time(String name, Runnable work) {
        work.run();
        double[] seconds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("seconds_per_" + name, seconds[0]);
        figures.put("seconds_per_" + name + "_median", seconds[ROUNDS / 2]);
        return figures;
    }
}
