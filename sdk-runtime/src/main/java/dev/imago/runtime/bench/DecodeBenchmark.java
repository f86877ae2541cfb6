package dev.imago.runtime.bench;

import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Arrays;

/** Greedy decoding of one row with a KV cache. */
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
     * What was measured, of the best round unless said otherwise.
     *
     * @param decodeTokensPerSecond one by one
     * @param decodeMedian of the rounds
     * @param prefillTokensPerSecond of the prompt
     * @param processor both by the time that the calling thread computed: with one engine thread
     *     what a quiet machine would show
     * @param peakGigabytes of the process; NaN where the system does not tell
     */
    public record Figures(
            double decodeTokensPerSecond,
            double decodeMedian,
            double prefillTokensPerSecond,
            Processor processor,
            double peakGigabytes) {}

    /** Tokens by each second that one thread computed. */
    public record Processor(double decodeTokensPerSecond, double prefillTokensPerSecond) {}

    /** The rounds' speeds. */
    private record Speeds(
            double[] prefill, double[] decode, double[] prefillOwn, double[] decodeOwn) {
        static Speeds of(int rounds) {
            return new Speeds(
                    new double[rounds], new double[rounds], new double[rounds], new double[rounds]);
        }

        Figures figures() {
            double[] ordered = decode.clone();
            Arrays.sort(ordered);
            return new Figures(
                    best(decode),
                    ordered[ordered.length / 2],
                    best(prefill),
                    new Processor(best(decodeOwn), best(prefillOwn)),
                    ProcessMemory.peakGigabytes().orElse(Double.NaN));
        }

        private static double best(double[] speeds) {
            return Arrays.stream(speeds).max().orElseThrow();
        }
    }

    /**
     * Builds the model, fills it and decodes.
     *
     * @param model what to measure
     */
    public Figures run(MeasuredModel model, Settings settings) {
        try (ParameterStore store = new ParameterStore(ops, manager, settings.precision());
                Autograd.Scope inference = Autograd.off()) {
            Backbone backbone = model.open(store);
            Speeds speeds = Speeds.of(settings.rounds());
            for (int round = 0; round < settings.rounds(); round++) {
                round(backbone, settings, speeds, round);
            }
            return speeds.figures();
        }
    }

    private void round(Backbone backbone, Settings settings, Speeds speeds, int round) {
        int positions = settings.prompt() + settings.tokens();
        try (NDManager scope = manager.newSubManager();
                KvCache cache = backbone.cache(scope, 1, positions)) {
            GreedyStep step = new GreedyStep(ops, manager, backbone);
            long[] prompt = step.prompt(settings.prompt());
            Moment start = Moment.now();
            long next = step.next(prompt, cache);
            Moment middle = Moment.now();
            for (int i = 0; i < settings.tokens(); i++) {
                next = step.next(new long[] {next}, cache);
            }
            Moment end = Moment.now();
            speeds.prefill[round] = settings.prompt() / start.secondsTo(middle);
            speeds.prefillOwn[round] = settings.prompt() / start.ownSecondsTo(middle);
            speeds.decode[round] = settings.tokens() / middle.secondsTo(end);
            speeds.decodeOwn[round] = settings.tokens() / middle.ownSecondsTo(end);
        }
    }
}
