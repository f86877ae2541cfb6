package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.Optional;

/**
 * {@code y = x Wᵀ + b}. Whether the weight is dense, adapted, quantised or sharded is the recipe's
 * business; a model only applies it.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Linear {
    /**
     * @param x {@code [..., in]} in the model's dtype
     * @return {@code [..., out]}, owned by the manager of {@code x}; differentiable in grad mode
     */
    NDArray apply(NDArray x);

    /** Width of the input. */
    int in();

    /** Width of the output. */
    int out();

    /**
     * The weight {@code [out, in]}, where the layer is nothing but {@code x Wᵀ} in full precision:
     * for kernels that fuse it with what follows. Empty where the layer must be applied.
     */
    default Optional<Parameter> plainWeight() {
        return Optional.empty();
    }

    /**
     * The weight as it is laid out for inference or quantised, where the layer is nothing but
     * {@code x Wᵀ}; empty too where it is neither.
     */
    default Optional<PackedWeight> packedWeight() {
        return Optional.empty();
    }
}
