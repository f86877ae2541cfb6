package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
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
     * @param window most tokens that are read at once
     * @param progress told how many tokens are done
     */
    public Figures run(
            MeasuredModel model, Precision precision, int[] ids, int window, IntConsumer progress) {
        try (ParameterStore store = new ParameterStore(ops, manager, precision);
                Autograd.Scope inference = Autograd.off()) {
            Backbone backbone = model.open(store);
            double sum = 0;
            long tokens = 0;
            for (int start = 0; start + 1 < ids.length; start += window) {
                int end = Math.min(start + window, ids.length);
                if (end - start > 1) {
                    sum += lossSum(backbone, Arrays.copyOfRange(ids, start, end));
                    tokens += end - start - 1;
                }
                progress.accept(end);
            }
            return new Figures(Math.exp(sum / tokens), tokens);
        }
    }

    private double lossSum(Backbone backbone, int[] ids) {
        long[] row = Arrays.stream(ids).asLongStream().toArray();
        long[] positions = LongStream.range(0, row.length).toArray();
        try (NDManager scope = manager.newSubManager()) {
            Shape shape = new Shape(1, row.length);
            NDArray hidden =
                    UnifiedForward.layers(
                            backbone,
                            backbone.embed(scope.create(row, shape)),
                            new AttentionInput(scope.create(positions, shape), null, null));
            NDArray normal = backbone.norm(hidden.reshape(-1, backbone.width()));
            double sum = 0;
            for (int from = 0; from < row.length - 1; from += ROWS) {
                int to = Math.min(from + ROWS, row.length - 1);
                sum += lossSum(backbone, normal, row, from, to);
            }
            return sum;
        }
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
