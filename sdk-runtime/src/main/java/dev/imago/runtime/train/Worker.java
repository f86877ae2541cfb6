package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Objective;
import dev.imago.api.train.ShardSource.Pending;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Computes the gradients of some shards over its own view of the weights: the same memory, but
 * gradients of its own, so that several workers can differentiate at once.
 *
 * @param <B> a shard of examples
 */
final class Worker<B> {
    private final ParameterStore view;
    private final Objective<B> objective;
    private final NDManager manager;
    private final Ops ops;
    private final LongUnaryOperator seeds;

    /**
     * @param seeds of dropout by the number of a shard, counted over all steps
     */
    Worker(
            ParameterStore view,
            Objective<B> objective,
            NDManager manager,
            Ops ops,
            LongUnaryOperator seeds) {
        this.view = view;
        this.objective = objective;
        this.manager = manager;
        this.ops = ops;
        this.seeds = seeds;
    }

    /**
     * Runs shards one after the other, adding up their gradients.
     *
     * @param number of the first shard, counted over all steps
     */
    StepResult run(List<Pending<B>> shards, Counts totals, long number) {
        long next = number;
        view.clearGradients();
        double loss = 0;
        Map<String, Double> terms = new LinkedHashMap<>();
        for (Pending<B> shard : shards) {
            view.adapters().seedDropout(seeds.applyAsLong(next++));
            try (NDManager scope = manager.newSubManager();
                    Autograd.Scope recording = Autograd.on()) {
                Loss part = objective.loss(shard.open(scope), totals, scope);
                if (part.total() != null) {
                    loss += part.total().getFloat();
                    // A shard may have no example of what alone is trained.
                    if (ops.requiresGradient(part.total())) {
                        Autograd.backward(part.total());
                    }
                }
                terms = StepResult.addTerms(terms, part.terms());
            }
        }
        return new StepResult(loss, terms, gradients());
    }

    private List<NDArray> gradients() {
        List<NDArray> gradients = new ArrayList<>();
        for (Parameter parameter : view.trainable()) {
            gradients.add(Autograd.gradient(parameter.value()).orElse(null));
        }
        return gradients;
    }

    void close() {
        view.close();
    }
}
