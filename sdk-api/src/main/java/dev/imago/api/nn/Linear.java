package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

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
}
