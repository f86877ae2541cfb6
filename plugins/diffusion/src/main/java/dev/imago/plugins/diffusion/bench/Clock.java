package dev.imago.plugins.diffusion.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times work over some rounds, after one that does not count. */
final class Clock {
    private static final int ROUNDS = 3;

    private Clock() {}

    /**
     * The best and the median of the rounds, as {@code seconds_per_NAME}, and how long the calling
     * thread computed in the best, which other work on the machine does not change.
     */
    static Map<String, Double> time(String name, Runnable work) {
        work.run();
        double[] seconds = new double[ROUNDS];
        double computed = Double.MAX_VALUE;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            long before = threads.getCurrentThreadCpuTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
            computed = Math.min(computed, (threads.getCurrentThreadCpuTime() - before) / 1e9);
        }
        Arrays.sort(seconds);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("seconds_per_" + name, seconds[0]);
        figures.put("seconds_per_" + name + "_median", seconds[ROUNDS / 2]);
        figures.put("thread_seconds_per_" + name, computed);
        return figures;
    }
}
