package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.model.PartNames;
import dev.imago.runtime.recipe.AdapterSection;
import dev.imago.runtime.weights.Adapters;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Training steps on random text, of all weights or of adapters: forward, backward, clipping, AdamW.
 */
public final class TrainingBenchmark {
    private final Ops ops;
    private final NDManager manager;

    /** Measures on the manager's device. */
    public TrainingBenchmark(Ops ops, NDManager manager) {
        this.ops = ops;
        this.manager = manager;
    }

    /**
     * What to measure.
     *
     * @param precision of weights and activations
     * @param batch rows
     * @param length positions of a row
     * @param labelled share of the positions, at the rows' ends, that carry a loss
     * @param steps measured after one to warm up
     * @param adapters that alone are trained; none to train all weights
     * @param recompute whether layers are run a second time on the way back, to save memory
     */
    public record Settings(
            Precision precision,
            int batch,
            int length,
            double labelled,
            int steps,
            List<AdapterSection> adapters,
            boolean recompute) {
        /** As {@code benchmarks/hf_train.py} has it. */
        public static final Settings DEFAULT =
                new Settings(Precision.BF16, 4, 512, 1.0, 4, List.of(), false);

        /** Copies the list. */
        public Settings {
            adapters = List.copyOf(adapters);
        }
    }

    /**
     * What was measured.
     *
     * @param tokensPerSecond of the best step, unlabelled positions included
     * @param secondsPerStep of the best step
     * @param medianSeconds of the steps
     * @param threadSeconds that the calling thread computed in the step where it were fewest: with
     *     one engine thread what a quiet machine would show
     * @param peakGigabytes of the process; NaN where the system does not tell
     * @param losses of all steps
     */
    public record Figures(
            double tokensPerSecond,
            double secondsPerStep,
            double medianSeconds,
            double threadSeconds,
            double peakGigabytes,
            List<Double> losses) {}

    /**
     * Builds the model, fills it and trains.
     *
     * @param model over the given weights
     */
    public Figures run(Function<Weights, Backbone> model, Settings settings) {
        Adapters adapters = Adapters.of(ops, settings.adapters());
        try (ParameterStore store =
                        new ParameterStore(ops, manager, settings.precision(), adapters);
                NDManager states = manager.newSubManager()) {
            TrainingPass pass =
                    new TrainingPass(ops, model.apply(store.root()), settings.recompute());
            adapters.check(store);
            store.initialise(0);
            adapters.settle(store);
            store.unfreeze(PartNames.glob(settings.adapters().isEmpty() ? "**" : "adapters"));
            AdamUpdate update = AdamUpdate.of(ops, store, states);
            Steps steps = new Steps(settings);
            for (int step = 0; step <= settings.steps(); step++) {
                store.adapters().seedDropout(step);
                Moment start = Moment.now();
                double loss = gradients(pass, settings);
                update.apply(step + 1, manager);
                steps.add(loss, start, Moment.now());
            }
            return steps.figures();
        }
    }

    /** What the steps took; the first warms up. */
    private static final class Steps {
        private final Settings settings;
        private final List<Double> losses = new ArrayList<>();
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> own = new ArrayList<>();

        Steps(Settings settings) {
            this.settings = settings;
        }

        void add(double loss, Moment start, Moment end) {
            losses.add(loss);
            if (losses.size() > 1) {
                seconds.add(start.secondsTo(end));
                own.add(start.ownSecondsTo(end));
            }
        }

        Figures figures() {
            Collections.sort(seconds);
            return new Figures(
                    settings.batch() * settings.length() / seconds.get(0),
                    seconds.get(0),
                    seconds.get(seconds.size() / 2),
                    Collections.min(own),
                    ProcessMemory.peakGigabytes().orElse(Double.NaN),
                    losses);
        }
    }

    private double gradients(TrainingPass pass, Settings settings) {
        try (NDManager scope = manager.newSubManager()) {
            Rows rows = Rows.of(settings, pass.backbone().vocabulary(), scope);
            return pass.backward(
                    rows.ids(),
                    new AttentionInput(rows.positions(), null, null),
                    rows.labelled(),
                    rows.targets(),
                    rows.targets().size());
        }
    }

    /** Random ids {@code [B, T]}; each labelled row {@code [L]} predicts the id after it. */
    private record Rows(NDArray ids, NDArray positions, NDArray labelled, NDArray targets) {
        static Rows of(Settings settings, int vocabulary, NDManager owner) {
            int batch = settings.batch();
            int length = settings.length();
            long[] ids = new Random(1).longs((long) batch * length, 0, vocabulary).toArray();
            long[] positions = new long[ids.length];
            int from = Math.max(1, (int) Math.round(length * (1 - settings.labelled())));
            List<Long> labelled = new ArrayList<>();
            List<Long> targets = new ArrayList<>();
            for (int i = 0; i < ids.length; i++) {
                positions[i] = i % length;
                if (positions[i] >= from) {
                    labelled.add(i - 1L);
                    targets.add(ids[i]);
                }
            }
            Shape shape = new Shape(batch, length);
            return new Rows(
                    owner.create(ids, shape),
                    owner.create(positions, shape),
                    owner.create(labelled.stream().mapToLong(Long::longValue).toArray()),
                    owner.create(targets.stream().mapToLong(Long::longValue).toArray()));
        }
    }
}
