package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.LikeBatches;
import dev.imago.runtime.sequence.SegmentMask;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Training steps over samples of mixed lengths: padded, and packed end to end. */
public final class PackingBenchmark {
    private static final int WINDOW = 2;

    private final Ops ops;
    private final NDManager manager;

    /** Measures on the manager's device. */
    public PackingBenchmark(Ops ops, NDManager manager) {
        this.ops = ops;
        this.manager = manager;
    }

    /**
     * What to measure.
     *
     * @param precision of weights and activations
     * @param batch samples of a step
     * @param shortest positions of the shortest; each next one is longer by the same factor
     * @param longest positions of the longest
     * @param rounds the best of which counts, after one to warm up
     */
    public record Settings(Precision precision, int batch, int shortest, int longest, int rounds) {
        /** Two to three times as much padding as there are tokens. */
        public static final Settings DEFAULT = new Settings(Precision.BF16, 8, 16, 256, 4);
    }

    /**
     * What was measured: tokens a second of the best round, padding not counted.
     *
     * @param padded one batch, padded to the longest
     * @param grouped the samples of two steps, put together by length, each step padded to its
     *     longest
     * @param masked one row, attention hidden by a mask over all of it
     * @param packed one row, attention within each sample
     */
    public record Figures(double padded, double grouped, double masked, double packed) {
        /** How many times as fast packing is as padding. */
        public double timesAsFast() {
            return packed / padded;
        }
    }

    /** How the samples of a step are laid out. */
    private enum Way {
        PADDED,
        GROUPED,
        MASKED,
        PACKED
    }

    /**
     * Builds the model, fills it and trains.
     *
     * @param model over the given weights
     */
    public Figures run(Function<Weights, Backbone> model, Settings settings) {
        try (ParameterStore store = new ParameterStore(ops, manager, settings.precision());
                NDManager states = manager.newSubManager()) {
            TrainingPass pass = new TrainingPass(ops, model.apply(store.root()), false);
            store.initialise(0);
            store.unfreeze("**");
            AdamUpdate update = AdamUpdate.of(ops, store, states);
            List<Sequence> samples = samples(settings, pass.backbone().vocabulary());
            double[] best = new double[Way.values().length];
            int step = 0;
            for (int round = 0; round <= settings.rounds(); round++) {
                for (Way way : Way.values()) {
                    long start = System.nanoTime();
                    long tokens = 0;
                    for (List<Sequence> batch : batches(way, samples)) {
                        gradients(way, batch, pass);
                        update.apply(++step, manager);
                        tokens += tokens(batch);
                    }
                    double speed = tokens * 1e9 / (System.nanoTime() - start);
                    boolean better = round > 0 && speed > best[way.ordinal()];
                    best[way.ordinal()] = better ? speed : best[way.ordinal()];
                }
            }
            return new Figures(best[0], best[1], best[2], best[3]);
        }
    }

    private void gradients(Way way, List<Sequence> samples, TrainingPass pass) {
        long total = samples.stream().mapToLong(Sequence::learnedTokens).sum();
        try (NDManager scope = manager.newSubManager()) {
            boolean packed = way == Way.MASKED || way == Way.PACKED;
            BatchBuilder builder = packed ? BatchBuilder.packed() : new BatchBuilder(false);
            Batch batch = builder.build(samples, null, null, scope);
            pass.backward(
                    batch.ids(),
                    attention(way, batch, scope),
                    batch.textRows(),
                    batch.textTargets(),
                    total);
        }
    }

    /** The step's samples; or those of several such steps, put together. */
    private static List<List<Sequence>> batches(Way way, List<Sequence> samples) {
        if (way != Way.GROUPED) {
            return List.of(samples);
        }
        List<Sequence> window =
                Collections.nCopies(WINDOW, samples).stream().flatMap(List::stream).toList();
        return LikeBatches.of(window, sequence -> false, Sequence::length, samples.size());
    }

    private static AttentionInput attention(Way way, Batch batch, NDManager scope) {
        if (way != Way.MASKED) {
            return new AttentionInput(batch.positions(), null, batch.segments(), null);
        }
        NDArray mask = SegmentMask.of(batch.segments().toLongArray(), scope);
        return new AttentionInput(batch.positions(), mask, null);
    }

    private static long tokens(List<Sequence> samples) {
        return samples.stream().mapToLong(Sequence::length).sum();
    }

    /** Random ids, every one labelled. */
    private static List<Sequence> samples(Settings settings, int vocabulary) {
        Random random = new Random(1);
        double ratio = (double) settings.longest() / settings.shortest();
        List<Sequence> samples = new ArrayList<>();
        for (int i = 0; i < settings.batch(); i++) {
            double power = i / Math.max(1.0, settings.batch() - 1);
            int length = (int) Math.round(settings.shortest() * Math.pow(ratio, power));
            int[] ids = random.ints(length, 0, vocabulary).toArray();
            samples.add(new Sequence("sample " + i, ids, ids, List.of(), 1));
        }
        return samples;
    }
}
