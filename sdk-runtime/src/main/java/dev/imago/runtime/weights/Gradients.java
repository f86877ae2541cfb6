package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Autograd;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The gradients that have reached parameters. */
final class Gradients {
    private Gradients() {}

    /** By name; handles owned by the owner. */
    static Map<String, NDArray> of(Collection<StoredParameter> parameters, NDManager owner) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        for (StoredParameter parameter : parameters) {
            if (parameter.trainable()) {
                Autograd.gradient(parameter.value())
                        .ifPresent(
                                gradient -> {
                                    gradient.attach(owner);
                                    gradients.put(parameter.name(), gradient);
                                });
            }
        }
        return gradients;
    }
}
