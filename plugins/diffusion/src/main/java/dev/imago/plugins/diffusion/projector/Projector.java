package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;

/**
 * Maps visual tokens to the width of a UNet's context. Legend: B pictures, K visual tokens, D their
 * width, T rows, C width of the context.
 */
@FunctionalInterface
public interface Projector {
    /**
     * @param tokens {@code [B, K, D]}
     * @return {@code [B, T, C]}, owned by the manager of {@code tokens}; differentiable
     */
    NDArray project(NDArray tokens);
}
