package dev.imago.runtime.bench;

import ai.djl.ndarray.NDManager;
import dev.imago.api.cli.ProcessAge;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Arrays;

/** The time from the start of this process until a language model has written a token. */
public final class FirstToken {
    private final Ops ops;
    private final NDManager manager;

    /** Measures on the manager's device. */
    public FirstToken(Ops ops, NDManager manager) {
        this.ops = ops;
        this.manager = manager;
    }

    /**
     * What was measured.
     *
     * @param seconds since the process started; NaN where the system does not tell
     * @param openSeconds of these, to read the weights
     * @param token the id that was written
     * @param peakGigabytes of the process
     */
    public record Figures(double seconds, double openSeconds, long token, double peakGigabytes) {}

    /** Opens the model and continues a prompt by one token. */
    public Figures run(MeasuredModel model, Precision precision, int[] prompt) {
        long start = System.nanoTime();
        try (ParameterStore store = new ParameterStore(ops, manager, precision);
                Autograd.Scope inference = Autograd.off()) {
            Backbone backbone = model.open(store);
            double open = (System.nanoTime() - start) / 1e9;
            try (NDManager scope = manager.newSubManager();
                    KvCache cache = backbone.cache(scope, 1, prompt.length + 1)) {
                GreedyStep step = new GreedyStep(ops, manager, backbone);
                long token = step.next(Arrays.stream(prompt).asLongStream().toArray(), cache);
                return new Figures(
                        ProcessAge.seconds(),
                        open,
                        token,
                        ProcessMemory.peakGigabytes().orElse(Double.NaN));
            }
        }
    }
}
