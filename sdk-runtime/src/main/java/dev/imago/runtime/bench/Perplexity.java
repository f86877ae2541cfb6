package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.UnifiedForward;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * How well a language model foresees a text: the exponential of the mean loss of its tokens. The
 * text is cut into windows; in each every token but the first is foretold from those before it.
 */
public final class Perplexity {
    /** Rows whose predictions are held at once. */
    private static final int ROWS = 128;

    private final Ops ops;
    private final NDManager manager;

    /** Measures on the manager's device. */
    public Perplexity(Ops ops, NDManager manager) {
        this.ops = ops;
        this.manager = manager;
    }

    /**
     * How the text is read.
     *
     * @param precision of weights that are not in few bits
     * @param window most tokens that are read at once
     * @param oneByOne position after position with a cache, as answers are written
     */
    public record Settings(Precision precision, int window, boolean oneByOne) {}

    /**
     * What was measured.
     *
     * @param perplexity of the text
     * @param tokens that were foretold
     */
    public record Figures(double perplexity, long tokens) {}

    /**
     * Opens the model and reads the text.
     *
     * @param ids of the text
     * @param progress told how many tokens are done
     */
    public Figures run(MeasuredModel model, Settings settings, int[] ids, IntConsumer progress) {
        int window = settings.window();
        try (ParameterStore store = new ParameterStore(ops, manager, settings.precision());
                Autograd.Scope inference = Autograd.off()) {
            Backbone backbone = model.open(store);
            double sum = 0;
            long tokens = 0;
            for (int start = 0; start + 1 < ids.length; start += window) {
                int end = Math.min(start + window, ids.length);
                if (end - start > 1) {
                    int[] some = Arrays.copyOfRange(ids, start, end);
                    sum += lossSum(backbone, some, settings.oneByOne());
                    tokens += end - start - 1;
                }
                progress.accept(end);
            }
            return new Figures(Math.exp(sum / tokens), tokens);
        }
    }

    private double lossSum(Backbone backbone, int[] ids, boolean oneByOne) {
        long[] row = Arrays.stream(ids).asLongStream().toArray();
        try (NDManager scope = manager.newSubManager()) {
            NDArray hidden =
                    oneByOne
                            ? oneByOne(backbone, row, scope)
                            : states(backbone, row, 0, null, scope);
            NDArray normal = backbone.norm(hidden.reshape(-1, backbone.width()));
            double sum = 0;
            for (int from = 0; from < row.length - 1; from += ROWS) {
                int to = Math.min(from + ROWS, row.length - 1);
                sum += lossSum(backbone, normal, row, from, to);
            }
            return sum;
        }
    }

    /**
     * @param from position of the first id
     * @return {@code [1, T, W]}
     */
    private static NDArray states(
            Backbone backbone, long[] ids, int from, KvCache cache, NDManager owner) {
        long[] positions = LongStream.range(from, from + ids.length).toArray();
        Shape shape = new Shape(1, ids.length);
        return UnifiedForward.layers(
                backbone,
                backbone.embed(owner.create(ids, shape)),
                new AttentionInput(owner.create(positions, shape), null, cache));
    }

    private static NDArray oneByOne(Backbone backbone, long[] row, NDManager owner) {
        NDList states = new NDList(row.length);
        try (KvCache cache = backbone.cache(owner, 1, row.length)) {
            for (int position = 0; position < row.length; position++) {
                try (NDManager scope = owner.newSubManager()) {
                    NDArray state =
                            states(backbone, new long[] {row[position]}, position, cache, scope);
                    state.attach(owner);
                    states.add(state);
                }
            }
        }
        return NDArrays.concat(states, 1);
    }

    private double lossSum(Backbone backbone, NDArray normal, long[] row, int from, int to) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray rows =
                    ops.gatherRows(normal, scope.create(LongStream.range(from, to).toArray()));
            rows.attach(scope);
            NDArray logits = ops.cast(backbone.output().apply(rows), Precision.FP32);
            NDArray targets = scope.create(Arrays.copyOfRange(row, from + 1, to + 1));
            return ops.losses().crossEntropySum(logits, targets).getFloat();
        }
    }
}
