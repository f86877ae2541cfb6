package dev.imago.it.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;
import dev.imago.api.cli.Benchmark;
import dev.imago.api.cli.BenchmarkKeys;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Offers a benchmark that computes until its process ends, on several threads. */
public final class EndlessPlugin implements Plugin {
    static final String BENCHMARK = "endless";
    static final String COMPUTING = "all threads compute";

    @Override
    public String name() {
        return "endless";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Benchmark.class, BENCHMARK, BenchmarkKeys.class, Endless.class);
    }

    /**
     * Long chains of products in bfloat16, which the engine leaves to oneDNN. Their derivatives
     * take one native call of a second or more: the JVM waits for shorter ones before it exits.
     */
    static final class Endless implements Benchmark {
        private static final int THREADS = 2;
        private static final int SIDE = 1024;
        private static final int PRODUCTS = 300;

        private final Ops ops;

        @Inject
        Endless(Ops ops) {
            this.ops = ops;
        }

        @Override
        public Map<String, Double> measure(NDManager owner, Precision precision) {
            CountDownLatch begun = new CountDownLatch(THREADS);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(new Thread(() -> train(owner, begun)));
            }
            threads.forEach(Thread::start);
            try {
                begun.await();
                System.out.println(COMPUTING);
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts this thread", e);
            }
            return Map.of();
        }

        private void train(NDManager owner, CountDownLatch begun) {
            try (Autograd.Scope recording = Autograd.on()) {
                while (true) {
                    try (NDManager scope = owner.newSubManager()) {
                        NDArray data = ops.cast(scope.zeros(new Shape(SIDE, SIDE)), Precision.BF16);
                        NDArray weight = Autograd.leaf(data, true);
                        NDArray product = data;
                        for (int i = 0; i < PRODUCTS; i++) {
                            product = product.matMul(weight);
                        }
                        begun.countDown();
                        Autograd.backward(product, data);
                    }
                }
            }
        }
    }
}
