package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the packed weights of layers that a kernel fuses. */
final class Packing {
    private Packing() {}

    /** All of them, or nothing. */
    static Optional<List<NDArray>> of(Linear... linears) {
        List<NDArray> packed = new ArrayList<>(linears.length);
        for (Linear linear : linears) {
            Optional<NDArray> weight = linear.packedWeight();
            if (weight.isEmpty()) {
                return Optional.empty();
            }
            packed.add(weight.get());
        }
        return Optional.of(packed);
    }
}
