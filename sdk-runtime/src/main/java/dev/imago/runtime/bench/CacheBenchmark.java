package dev.imago.runtime.bench;

import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Arrays;

/** What the KV cache saves: one more token with it, against reading all before it again. */
public final class CacheBenchmark {
    private final Ops ops;
    private final NDManager manager;

    /** Measures on the manager's device. */
    public CacheBenchmark(Ops ops, NDManager manager) {
        this.ops = ops;
        this.manager = manager;
    }

    /**
     * What to measure.
     *
     * @param precision of weights and activations
     * @param prefix positions before the first token written
     * @param tokens written after it, each way
     * @param rounds the best of which counts
     */
    public record Settings(Precision precision, int prefix, int tokens, int rounds) {
        /** As {@code benchmarks/hf_cache.py} has it. */
        public static final Settings DEFAULT = new Settings(Precision.BF16, 1000, 4, 3);
    }

    /**
     * What was measured.
     *
     * @param cachedSeconds for a token with the cache, best round
     * @param recomputedSeconds for a token without, best round
     */
    public record Figures(double cachedSeconds, double recomputedSeconds) {
        /** How many times as fast decoding with the cache is. */
        public double timesAsFast() {
            return recomputedSeconds / cachedSeconds;
        }
    }

    /**
     * Builds the model, fills it and decodes both ways.
     *
     * @param model what to measure
     */
    public Figures run(MeasuredModel model, Settings settings) {
        try (ParameterStore store = new ParameterStore(ops, manager, settings.precision());
                Autograd.Scope inference = Autograd.off()) {
            Backbone backbone = model.open(store);
            GreedyStep step = new GreedyStep(ops, manager, backbone);
            double cached = Double.POSITIVE_INFINITY;
            double recomputed = Double.POSITIVE_INFINITY;
            for (int round = 0; round < settings.rounds(); round++) {
                cached = Math.min(cached, cached(step, settings));
                recomputed = Math.min(recomputed, recomputed(step, settings));
            }
            return new Figures(cached / settings.tokens(), recomputed / settings.tokens());
        }
    }

    /** Seconds for all tokens after the prefix, which is read before the clock starts. */
    private double cached(GreedyStep step, Settings settings) {
        int positions = settings.prefix() + settings.tokens();
        try (NDManager scope = manager.newSubManager();
                KvCache cache = step.backbone().cache(scope, 1, positions)) {
            long next = step.next(step.prompt(settings.prefix()), cache);
            long start = System.nanoTime();
            for (int i = 0; i < settings.tokens(); i++) {
                next = step.next(new long[] {next}, cache);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** The same without a cache. */
    private double recomputed(GreedyStep step, Settings settings) {
        long[] row = step.prompt(settings.prefix());
        long start = System.nanoTime();
        for (int i = 0; i < settings.tokens(); i++) {
            long next = step.next(row, null);
            row = Arrays.copyOf(row, row.length + 1);
            row[row.length - 1] = next;
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
