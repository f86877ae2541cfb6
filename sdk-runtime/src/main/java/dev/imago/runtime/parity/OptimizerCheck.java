package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Optimizer;
import dev.imago.runtime.train.VpitObjective;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Takes the recorded optimizer steps and compares losses, norms and parameters. */
final class OptimizerCheck {
    private static final String PLACE = "/optimizer";
    private static final String NORMS = PLACE + "/total_grad_norm_before_clip";
    private static final Tolerance NOTHING = Tolerance.absolute(0);

    private final ParityCase recorded;
    private final Bench bench;
    private final ParameterStore store;
    private final String prefix;
    private final Map<String, NDList> state = new HashMap<>();
    private final FaintGradients faint = new FaintGradients();

    OptimizerCheck(ParityCase recorded, Bench bench, ParameterStore store) {
        this(recorded, bench, store, "");
    }

    /**
     * @param prefix of recorded names, which those of the store lack
     */
    OptimizerCheck(ParityCase recorded, Bench bench, ParameterStore store, String prefix) {
        this.prefix = prefix;
        this.recorded = recorded;
        this.bench = bench;
        this.store = store;
    }

    /** One group of the recorded optimizer. */
    private record Rule(double rate, double decay, List<String> names) {}

    /**
     * Steps as recorded.
     *
     * @param loss of the one batch that every step takes
     */
    void compare(CaseLoss loss, NDManager scope, Findings findings) {
        List<Rule> rules = rules();
        Map<String, NDArray> before = copies(rules, scope);
        int steps = recorded.at(PLACE + "/steps").asInt();
        for (int step = 0; step < steps; step++) {
            step(step, loss, rules, scope, findings);
        }
        try (NDManager last = scope.newSubManager()) {
            findings.number(
                    "loss_after_" + steps,
                    loss.compute(last).total().getFloat(),
                    recorded.number(PLACE + "/loss_after_" + steps),
                    Tolerance.LOSS);
        }
        compareParameters(steps, before, findings);
    }

    private void step(
            int step, CaseLoss loss, List<Rule> rules, NDManager scope, Findings findings) {
        Ops ops = bench.ops();
        Map<String, Double> terms = new HashMap<>();
        CaseLoss watched =
                inner -> {
                    Loss now = loss.compute(inner);
                    terms.putAll(now.terms());
                    terms.put("total", (double) now.total().getFloat());
                    return now;
                };
        try (NDManager inner = scope.newSubManager()) {
            Map<String, NDArray> gradients = GradientCheck.gradients(store, watched, inner);
            compareLosses(step, terms, findings);
            faint.note(gradients, scope);
            double norm =
                    ops.lists()
                            .clip(
                                    new NDList(gradients.values()),
                                    recorded.number(PLACE + "/clip_global_norm"));
            if (recorded.has(NORMS)) {
                findings.number(
                        "norm before clipping, step " + (step + 1),
                        norm,
                        recorded.numbers(NORMS).get(step),
                        Tolerance.GRADIENT);
            }
            for (Rule rule : rules) {
                update(step + 1, rule, gradients, scope);
            }
        }
        store.clearGradients();
    }

    private void compareLosses(int step, Map<String, Double> terms, Findings findings) {
        String before = " before step " + (step + 1);
        findings.number(
                "loss" + before,
                terms.get("total"),
                recorded.numbers(PLACE + "/step_losses_before_update").get(step),
                Tolerance.LOSS);
        JsonNode parts = recorded.at(PLACE + "/step_language_and_image_losses").path(step);
        List<String> names = List.of(VpitObjective.TEXT, VpitObjective.VISION);
        for (int i = 0; i < parts.size(); i++) {
            if (parts.path(i).isNumber() && terms.containsKey(names.get(i))) {
                findings.number(
                        names.get(i) + " loss" + before,
                        terms.get(names.get(i)),
                        parts.path(i).asDouble(),
                        Tolerance.LOSS);
            }
        }
    }

    private void update(long step, Rule rule, Map<String, NDArray> gradients, NDManager scope) {
        Optimizer optimizer = optimizer(rule);
        NDList parameters = new NDList();
        NDList slopes = new NDList();
        List<NDList> states = new ArrayList<>();
        for (String name : rule.names()) {
            NDArray gradient = gradients.get(name);
            if (gradient != null) {
                NDArray value = store.find(name).map(Parameter::value).orElseThrow();
                parameters.add(value);
                slopes.add(gradient);
                states.add(state.computeIfAbsent(name, n -> optimizer.newState(scope, "", value)));
            }
        }
        Optimizer.Group group =
                new Optimizer.Group("", 1, rule.decay() > 0, parameters, slopes, states);
        optimizer.step(step, optimizer.learningRate(), List.of(group));
    }

    private Optimizer optimizer(Rule rule) {
        ObjectNode keys = Bench.keys(recorded.at(PLACE));
        keys.put("lr", rule.rate());
        keys.put("weight_decay", rule.decay());
        return bench.create(bench.spec(Optimizer.class, "adamw", keys));
    }

    private List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        if (recorded.has(PLACE + "/groups")) {
            for (JsonNode group : recorded.at(PLACE + "/groups")) {
                rules.add(
                        new Rule(
                                group.path("lr").asDouble(),
                                group.path("weight_decay").asDouble(),
                                words(group.path("names"))));
            }
            return rules;
        }
        double rate = recorded.number(PLACE + "/lr");
        TreeSet<String> spared = new TreeSet<>(words(recorded.at(PLACE + "/no_decay")));
        List<String> decayed =
                store.trainable().stream()
                        .map(Parameter::name)
                        .filter(name -> !spared.contains(name))
                        .toList();
        rules.add(new Rule(rate, recorded.number(PLACE + "/weight_decay"), decayed));
        rules.add(new Rule(rate, 0, List.copyOf(spared)));
        return rules;
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private Map<String, NDArray> copies(List<Rule> rules, NDManager scope) {
        Map<String, NDArray> copies = new HashMap<>();
        for (Rule rule : rules) {
            for (String name : rule.names()) {
                store.find(name)
                        .ifPresent(
                                parameter -> {
                                    NDArray copy = parameter.value().duplicate();
                                    copy.attach(scope);
                                    copies.put(name, copy);
                                });
            }
        }
        return copies;
    }

    private void compareParameters(int steps, Map<String, NDArray> before, Findings findings) {
        recorded.at(PLACE + "/params_after" + steps)
                .properties()
                .forEach(
                        entry ->
                                compareSums(
                                        own(entry.getKey()),
                                        entry.getValue(),
                                        before.get(own(entry.getKey())),
                                        findings));
        Path file = recorded.file("after" + steps + "_adamw.safetensors");
        if (java.nio.file.Files.exists(file)) {
            try (Safetensors after = Safetensors.open(file)) {
                after.tensors()
                        .keySet()
                        .forEach(name -> compareValues(name, after, before, findings));
            }
        }
    }

    private String own(String recordedName) {
        return recordedName.substring(recordedName.startsWith(prefix) ? prefix.length() : 0);
    }

    /** Norm, change and sum of a whole parameter, within what its numbers may be off by. */
    private void compareSums(String name, JsonNode expected, NDArray before, Findings findings) {
        if (before == null) {
            double change = expected.path("delta_norm").asDouble();
            findings.number("change of " + name + " (not declared)", 0, change, NOTHING);
            return;
        }
        NDArray value = store.find(name).map(Parameter::value).orElseThrow();
        double count = value.size();
        double faintly = faint.count(name);
        double mean = Tolerance.STEPPED.mean();
        Tolerance norm = Tolerance.absolute(mean * Math.sqrt(count) + reach() * Math.sqrt(faintly));
        try (NDArray change = value.sub(before)) {
            findings.number("norm of " + name, norm(value), expected.path("norm").asDouble(), norm);
            findings.number(
                    "change of " + name,
                    norm(change),
                    expected.path("delta_norm").asDouble(),
                    norm);
        }
        findings.number(
                "sum of " + name,
                value.sum().getFloat(),
                expected.path("sum").asDouble(),
                Tolerance.absolute(mean * count + reach() * faintly));
    }

    private double norm(NDArray array) {
        return bench.ops().lists().norm(new NDList(array));
    }

    /** A parameter's first rows, as many as were recorded. */
    private void compareValues(
            String name, Safetensors after, Map<String, NDArray> before, Findings findings) {
        NDArray known = before.get(name);
        if (known == null) {
            return; // told by its change
        }
        NDArray expected = after.read(bench.ops(), name, known.getManager());
        NDArray value = store.find(name).map(Parameter::value).orElseThrow();
        long rows = expected.getShape().get(0);
        NDArray actual =
                rows == value.getShape().get(0) ? value : value.get(new NDIndex(":" + rows));
        NDArray shaped = actual.reshape(expected.getShape()); // kernels of convolutions are flat
        findings.tensor(
                "stepped " + name,
                faint.forgive(name, shaped, expected, reach()),
                expected,
                Tolerance.STEPPED);
    }

    /** How far apart two Adams with other signs may get. */
    private double reach() {
        double rate = rules().stream().mapToDouble(Rule::rate).max().orElse(0);
        return 2 * rate * recorded.at(PLACE + "/steps").asInt();
    }
}
