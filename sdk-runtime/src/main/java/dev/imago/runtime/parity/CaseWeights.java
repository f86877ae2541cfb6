package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Autograd;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Map;

/** Weights that stand among a case's own tensors, as {@code weights/<name>}. */
final class CaseWeights {
    private static final String WEIGHTS = "weights/";
    private static final String GRADIENT = "expected_grad/";

    private CaseWeights() {}

    /** Fills the store and makes its parameters leaves. */
    static void load(ParameterStore store, ParityCase recorded) {
        if (store.parameters().isEmpty()) {
            return;
        }
        LoadRules rules = LoadRules.EXACT.rename(WEIGHTS, "");
        for (String key : recorded.tensorsBelow("")) {
            rules = key.startsWith(WEIGHTS) ? rules : rules.ignore(key);
        }
        store.load(recorded.tensors(), rules);
        store.unfreeze("**");
    }

    /** Compares the gradients of the input and of every parameter after a backward pass. */
    static void compareGradients(
            ParameterStore store,
            NDArray x,
            ParityCase recorded,
            NDManager scope,
            Findings findings) {
        Map<String, NDArray> gradients = store.gradients(scope);
        for (String name : recorded.tensorsBelow(GRADIENT)) {
            NDArray gradient = gradients.get(name);
            if (gradient == null) {
                findings.holds("grad " + name, false, "no gradient reached it");
            } else {
                findings.tensor(
                        "grad " + name,
                        gradient,
                        recorded.tensor(GRADIENT + name),
                        Tolerance.GRADIENT);
            }
        }
        if (recorded.hasTensor("expected_grad_x")) {
            try (NDArray gradient = Autograd.gradient(x).orElseThrow()) {
                findings.tensor(
                        "grad x", gradient, recorded.tensor("expected_grad_x"), Tolerance.GRADIENT);
            }
        }
    }
}
