package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Map;

/** Compares the gradient of every parameter: its norm, and whole where the case has it. */
final class GradientCheck {
    private static final String WHOLE = "expected_grad/";

    private final ParityCase recorded;
    private final Ops ops;
    private final ParameterStore store;
    private final String prefix;

    /**
     * @param store whose trainable parameters are leaves
     */
    GradientCheck(ParityCase recorded, Ops ops, ParameterStore store) {
        this(recorded, ops, store, "");
    }

    /**
     * @param prefix of recorded names, which those of the store lack
     */
    GradientCheck(ParityCase recorded, Ops ops, ParameterStore store, String prefix) {
        this.prefix = prefix;
        this.recorded = recorded;
        this.ops = ops;
        this.store = store;
    }

    /** Differentiates a loss; gradients are owned by {@code owner}, those in the store dropped. */
    static Map<String, NDArray> gradients(ParameterStore store, CaseLoss loss, NDManager owner) {
        store.clearGradients();
        try (NDManager scope = owner.newSubManager();
                Autograd.Scope on = Autograd.on()) {
            Autograd.backward(loss.compute(scope).total());
        }
        return store.gradients(owner);
    }

    /**
     * @param factor what the expected gradients are multiplied with, to be ours
     */
    void compare(Map<String, NDArray> gradients, double factor, Findings findings) {
        JsonNode norms = recorded.at("/expected/grad_norms");
        norms.properties()
                .forEach(
                        entry ->
                                compareNorm(
                                        entry.getKey(),
                                        entry.getValue(),
                                        gradients.get(own(entry.getKey())),
                                        factor,
                                        findings));
        for (String name : recorded.tensorsBelow(WHOLE)) {
            compareWhole(name, gradients.get(own(name)), factor, findings);
        }
        if (recorded.has("/expected/grad_norm_total")) {
            findings.number(
                    "grad_norm_total",
                    total(gradients),
                    factor * recorded.number("/expected/grad_norm_total"),
                    Tolerance.GRADIENT);
        }
    }

    private String own(String recordedName) {
        return recordedName.substring(recordedName.startsWith(prefix) ? prefix.length() : 0);
    }

    private double total(Map<String, NDArray> gradients) {
        return ops.lists().norm(new NDList(gradients.values()));
    }

    private void compareNorm(
            String name, JsonNode expected, NDArray gradient, double factor, Findings findings) {
        double norm = gradient == null ? 0 : ops.lists().norm(new NDList(gradient));
        if (expected.isNull()) {
            findings.number("grad_norm " + name + " (none)", norm, 0, Tolerance.absolute(0));
        } else if (store.find(own(name)).isEmpty()) {
            findings.number(
                    "grad_norm " + name + " (not declared)",
                    0,
                    expected.asDouble(),
                    Tolerance.absolute(0));
        } else {
            findings.number(
                    "grad_norm " + name, norm, factor * expected.asDouble(), Tolerance.GRADIENT);
        }
    }

    private void compareWhole(String name, NDArray gradient, double factor, Findings findings) {
        NDArray expected = recorded.tensor(WHOLE + name);
        if (gradient == null) {
            findings.holds("grad " + name, false, "no gradient reached it");
        } else {
            findings.tensor(
                    "grad " + name, gradient, ops.scale(expected, factor), Tolerance.GRADIENT);
        }
    }
}
