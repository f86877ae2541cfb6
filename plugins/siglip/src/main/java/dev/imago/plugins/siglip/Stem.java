package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;

/** Cuts a picture into a square of patches. Legend: N pictures, C channels, G patches a side. */
interface Stem {
    /**
     * @param pixels {@code [N, C, S, S]}
     * @return {@code [N, W, G, G]}, owned by the manager of {@code pixels}
     */
    NDArray apply(NDArray pixels);
}
