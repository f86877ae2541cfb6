package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.RecordedCase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A trained part of a recorded training: its gradients, its optimizer, what became of it. */
final class RecordedPart {
    private static final double NORM = 1e-3;
    private static final double FLOOR = 1e-9;

    /** Tolerance of final parameters, as a share of the largest rate that was used. */
    private static final double OF_RATE = 0.02;

    /** The key third of its bias has no gradient but rounding. */
    private static final String PACKED = "in_proj_bias";

    private final String name;
    private final StoredWeights weights;
    private final RecordedCase recorded;
    private final Comparisons found;
    private final Ops ops;
    private final JsonNode settings;
    private final Map<String, NDArray> before = new LinkedHashMap<>();
    private final NDList means = new NDList();
    private final NDList squares = new NDList();

    RecordedPart(
            String name, StoredWeights weights, RecordedCase recorded, Comparisons found, Ops ops) {
        this.name = name;
        this.weights = weights;
        this.recorded = recorded;
        this.found = found;
        this.ops = ops;
        this.settings = recorded.at("/config/optimizer/" + name);
        weights.trainOnly(List.of("**"));
        NDManager scope = recorded.scope();
        for (Parameter parameter : weights.parameters()) {
            NDArray copy = ops.scale(parameter.value(), 1);
            copy.attach(scope);
            before.put(parameter.name(), copy);
            means.add(scope.zeros(parameter.shape()));
            squares.add(scope.zeros(parameter.shape()));
        }
    }

    String name() {
        return name;
    }

    double baseRate() {
        return settings.path("lr").asDouble();
    }

    /**
     * Compares the gradients that a backward pass left, then steps.
     *
     * @param factor of the schedule
     */
    void step(int step, double factor, NDManager scope) {
        String place = "/expected/steps/" + step + "/" + name;
        Map<String, NDArray> gradients = weights.gradients(scope);
        compareNorms(place, step, gradients);
        if (step == 0) {
            compareFirst(gradients);
        }
        double rate = baseRate() * factor;
        found.number(
                name + " rate, step " + step, rate, recorded.number(place + "/lr_used"), 0, 1e-6);
        NDList values = new NDList();
        NDList slopes = new NDList();
        NDList ownMeans = new NDList();
        NDList ownSquares = new NDList();
        List<Parameter> parameters = weights.parameters();
        for (int p = 0; p < parameters.size(); p++) {
            NDArray gradient = gradients.get(parameters.get(p).name());
            if (gradient != null) {
                values.add(parameters.get(p).value());
                slopes.add(gradient);
                ownMeans.add(means.get(p));
                ownSquares.add(squares.get(p));
            }
        }
        ListOps.AdamW adam =
                new ListOps.AdamW(
                        rate,
                        settings.path("betas").path(0).asDouble(),
                        settings.path("betas").path(1).asDouble(),
                        settings.path("eps").asDouble(),
                        settings.path("weight_decay").asDouble());
        ops.lists().adamW(adam, step + 1, values, slopes, ownMeans, ownSquares, null);
        weights.clearGradients();
    }

    private void compareNorms(String place, int step, Map<String, NDArray> gradients) {
        Set<String> noise = new HashSet<>();
        recorded.at(place + "/noise_dominated").forEach(one -> noise.add(one.asText()));
        List<NDArray> all = new ArrayList<>(gradients.values());
        found.number(
                name + " gradient norm, step " + step,
                ops.lists().norm(new NDList(all)),
                recorded.number(place + "/grad_norm_total"),
                FLOOR,
                NORM);
        for (var entry : recorded.at(place + "/grad_norm_per_parameter").properties()) {
            if (!noise.contains(entry.getKey())) {
                String told = "norm of " + name + "." + entry.getKey() + ", step " + step;
                NDArray gradient = gradients.get(entry.getKey());
                double norm = gradient == null ? 0 : ops.lists().norm(new NDList(gradient));
                found.number(told, norm, entry.getValue().asDouble(), FLOOR, NORM);
            }
        }
    }

    private void compareFirst(Map<String, NDArray> gradients) {
        String prefix = "step0.grad." + name + ".";
        for (String parameter : recorded.tensorsBelow(prefix)) {
            NDArray gradient = gradients.get(parameter);
            String told = "gradient of " + name + "." + parameter;
            if (gradient == null) {
                found.holds(told, false, "no gradient reached it");
            } else {
                NDArray expected = recorded.tensor(prefix + parameter);
                compare(told, parameter, gradient, expected, FLOOR, NORM);
            }
        }
    }

    /**
     * Compares what became of the parameters.
     *
     * @param factor the largest that the schedule gave
     */
    void compareFinals(double factor) {
        double allowed = OF_RATE * baseRate() * factor;
        Map<String, NDArray> values = new LinkedHashMap<>();
        weights.parameters().forEach(one -> values.put(one.name(), one.value()));
        String prefix = "final." + name + ".";
        for (String parameter : recorded.tensorsBelow(prefix)) {
            NDArray expected = recorded.tensor(prefix + parameter);
            String told = "final " + name + "." + parameter;
            compare(told, parameter, values.get(parameter), expected, allowed, 0);
        }
        JsonNode changes = recorded.at("/expected/" + name + "_change_norm");
        for (var entry : changes.properties()) {
            NDArray start = before.get(entry.getKey());
            if (start != null && !entry.getKey().endsWith(PACKED)) {
                try (NDArray change = values.get(entry.getKey()).sub(start)) {
                    double norm = ops.lists().norm(new NDList(change));
                    double wanted = entry.getValue().asDouble();
                    double absolute = allowed * Math.sqrt(start.size());
                    String told = "change of " + name + "." + entry.getKey();
                    found.number(told, norm, wanted, absolute, NORM);
                }
            }
        }
    }

    /** Element by element; of packed biases all but the key third. */
    private void compare(
            String told,
            String parameter,
            NDArray actual,
            NDArray expected,
            double absolute,
            double relative) {
        if (!parameter.endsWith(PACKED)) {
            NDArray shaped = actual.reshape(expected.getShape());
            found.tensor(told, shaped, expected, absolute, relative);
            return;
        }
        long third = expected.size() / 3;
        for (long part : new long[] {0, 2}) {
            NDIndex index = new NDIndex("{}:{}", part * third, (part + 1) * third);
            found.tensor(told, actual.get(index), expected.get(index), absolute, relative);
        }
    }
}
