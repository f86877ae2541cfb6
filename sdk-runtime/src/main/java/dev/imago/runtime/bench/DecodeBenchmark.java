package dev.imago.runtime.bench;

import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Arrays;
import java.util.function.Function;

/** Greedy decoding of one row with a KV cache, from random weights. */
public final class DecodeBenchmark {
    private final Ops ops;
    private final NDManager manager;

    /** Measures on the manager's device. */
    public DecodeBenchmark(Ops ops, NDManager manager) {
        this.ops = ops;
        this.manager = manager;
    }

    /**
     * What to measure.
     *
     * @param precision of weights and activations
     * @param prompt positions read first
     * @param tokens written after it
     * @param rounds the best of which counts
     */
    public record Settings(Precision precision, int prompt, int tokens, int rounds) {
        /** As {@code benchmarks/hf_decode.py} has it. */
        public static final Settings DEFAULT = new Settings(Precision.BF16, 128, 64, 5);
    }

    /**
     * What was measured.
     *
     * @param decodeTokensPerSecond best round
     * @param decodeMedian of the rounds
     * @param prefillTokensPerSecond best round
     * @param peakGigabytes of the process; NaN where the system does not tell
     */
    public record Figures(
            double decodeTokensPerSecond,
            double decodeMedian,
            double prefillTokensPerSecond,
            double peakGigabytes) {}

    /**
     * Builds the model, fills it and decodes.
     *
     * @param model over the given weights
     */
    public Figures run(Function<Weights, Backbone> model, Settings settings) {
        try (ParameterStore store = new ParameterStore(ops, manager, settings.precision());
                Autograd.Scope inference = Autograd.off()) {
            Backbone backbone = model.apply(store.root());
            store.initialise(0);
            store.prepareForInference();
            double[] prefill = new double[settings.rounds()];
            double[] decode = new double[settings.rounds()];
            for (int round = 0; round < settings.rounds(); round++) {
                round(backbone, settings, prefill, decode, round);
            }
            Arrays.sort(prefill);
            Arrays.sort(decode);
            return new Figures(
                    decode[decode.length - 1],
                    decode[decode.length / 2],
                    prefill[prefill.length - 1],
                    ProcessMemory.peakGigabytes().orElse(Double.NaN));
        }
    }

    private void round(
            Backbone backbone, Settings settings, double[] prefill, double[] decode, int round) {
        int positions = settings.prompt() + settings.tokens();
        try (NDManager scope = manager.newSubManager();
                KvCache cache = backbone.cache(scope, 1, positions)) {
            GreedyStep step = new GreedyStep(ops, manager, backbone);
            long[] prompt = step.prompt(settings.prompt());
            long start = System.nanoTime();
            long next = step.next(prompt, cache);
            long middle = System.nanoTime();
            for (int i = 0; i < settings.tokens(); i++) {
                next = step.next(new long[] {next}, cache);
            }
            long end = System.nanoTime();
            prefill[round] = settings.prompt() * 1e9 / (middle - start);
            decode[round] = settings.tokens() * 1e9 / (end - middle);
        }
    }
}
