package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;

/**
 * What every block is told.
 *
 * @param time {@code [N, E]}, activated
 * @param context {@code [N, S, C]}
 */
record Conditions(NDArray time, NDArray context) {}
