package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the weights of layers that a kernel fuses: all of them, or nothing. */
final class FusedWeights {
    private FusedWeights() {}

    /** As they are, for training. */
    static Optional<List<NDArray>> plain(Linear... linears) {
        List<NDArray> weights = new ArrayList<>(linears.length);
        for (Linear linear : linears) {
            Optional<Parameter> weight = linear.plainWeight();
            if (weight.isEmpty()) {
                return Optional.empty();
            }
            weights.add(weight.get().value());
        }
        return Optional.of(weights);
    }

    /** Laid out for decoding. */
    static Optional<List<PackedWeight>> packed(Linear... linears) {
        List<PackedWeight> weights = new ArrayList<>(linears.length);
        for (Linear linear : linears) {
            Optional<PackedWeight> weight = linear.packedWeight();
            if (weight.isEmpty()) {
                return Optional.empty();
            }
            weights.add(weight.get());
        }
        return Optional.of(weights);
    }
}
