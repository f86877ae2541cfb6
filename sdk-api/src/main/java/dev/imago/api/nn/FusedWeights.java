package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the weights of layers that a kernel fuses. */
enum FusedWeights {
    /** As they are, for training. */
    PLAIN,
    /** Laid out for decoding. */
    PACKED;

    /** All of them, or nothing. */
    Optional<List<NDArray>> of(Linear... linears) {
        List<NDArray> weights = new ArrayList<>(linears.length);
        for (Linear linear : linears) {
            Optional<NDArray> weight = of(linear);
            if (weight.isEmpty()) {
                return Optional.empty();
            }
            weights.add(weight.get());
        }
        return Optional.of(weights);
    }

    private Optional<NDArray> of(Linear linear) {
        return this == PLAIN ? linear.plainWeight().map(Parameter::value) : linear.packedWeight();
    }
}
