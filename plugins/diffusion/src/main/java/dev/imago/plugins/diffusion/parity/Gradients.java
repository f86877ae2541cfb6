package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.RecordedCase;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Compares gradients after a backward pass with those a case recorded. */
final class Gradients {
    private static final String GRADIENT = "grad.";
    private static final String INPUT = "grad_input.";

    private final RecordedCase recorded;
    private final Comparisons found;
    private final Allowed allowed;

    Gradients(RecordedCase recorded, Comparisons found) {
        this.recorded = recorded;
        this.found = found;
        this.allowed = new Allowed(found);
    }

    /**
     * @param inputs leaves that a backward pass has reached, by name
     */
    void compare(StoredWeights weights, Map<String, NDArray> inputs) {
        Map<String, NDArray> gradients = weights.gradients(recorded.scope());
        Set<String> noise =
                StreamSupport.stream(
                                recorded.at("/expected/noise_dominated_gradients").spliterator(),
                                false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet());
        double squares = 0;
        for (NDArray gradient : gradients.values()) {
            squares += Math.pow(norm(gradient), 2);
        }
        if (recorded.has("/expected/grad_norm_total")) {
            allowed.gradientNorm(
                    "grad norm", Math.sqrt(squares), recorded.number("/expected/grad_norm_total"));
        }
        for (var entry : recorded.at("/expected/grad_norm_per_parameter").properties()) {
            String name = entry.getKey();
            if (!noise.contains(name) && isThere(name, gradients)) {
                allowed.gradientNorm(
                        "grad norm of " + name,
                        norm(gradients.get(name)),
                        entry.getValue().asDouble());
            }
        }
        for (String name : recorded.tensorsBelow(GRADIENT)) {
            if (!noise.contains(name) && isThere(name, gradients)) {
                allowed.gradient(
                        "grad of " + name, gradients.get(name), recorded.tensor(GRADIENT + name));
            }
        }
        for (String name : recorded.tensorsBelow(INPUT)) {
            try (NDArray gradient = Autograd.gradient(inputs.get(name)).orElseThrow()) {
                allowed.gradient("grad of " + name, gradient, recorded.tensor(INPUT + name));
            }
        }
    }

    private boolean isThere(String name, Map<String, NDArray> gradients) {
        boolean there = gradients.containsKey(name);
        if (!there) {
            found.holds("grad of " + name, false, "no gradient reached it");
        }
        return there;
    }

    private static double norm(NDArray gradient) {
        try (NDArray norm = gradient.norm()) {
            return norm.getFloat();
        }
    }
}
