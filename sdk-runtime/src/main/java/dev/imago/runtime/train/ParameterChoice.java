package dev.imago.runtime.train;

import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Parameter;
import dev.imago.api.train.Optimizer;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which parameters a stage trains: those its globs fit, in the order they were declared. */
final class ParameterChoice {
    private final ParameterStore store;
    private final Map<String, Double> rates;
    private final Map<String, List<Integer>> rows;

    /**
     * Freezes everything else.
     *
     * @param rates learning-rate factor by glob; where several fit, the last decides
     * @param rows which rows alone are trained, by full name
     * @throws dev.imago.api.error.ImagoException NOTHING_TRAINABLE for a glob that fits nothing
     */
    ParameterChoice(
            ParameterStore store, Map<String, Double> rates, Map<String, List<Integer>> rows) {
        this.store = store;
        this.rates = rates;
        this.rows = rows;
        store.trainOnly(rates.keySet());
    }

    /**
     * @param owner owns the optimizer's state
     */
    List<TrainedParameter> choose(Optimizer optimizer, NDManager owner) {
        List<TrainedParameter> chosen = new ArrayList<>();
        for (Parameter parameter : store.trainable()) {
            String name = parameter.name();
            String rule = optimizer.rule(name, parameter.shape());
            List<Integer> some = rows.getOrDefault(name, List.of());
            chosen.add(
                    new TrainedParameter(
                            name,
                            parameter.value(),
                            rule,
                            factor(name),
                            some.isEmpty() && optimizer.decays(name),
                            optimizer.newState(owner, rule, parameter.value()),
                            some));
        }
        return chosen;
    }

    private double factor(String name) {
        double factor = 1;
        for (Map.Entry<String, Double> rate : rates.entrySet()) {
            if (NameGlob.of(rate.getKey()).matches(name)) {
                factor = rate.getValue();
            }
        }
        return factor;
    }
}
