package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;

/** Makes patches of a picture. Legend: N pictures, C channels, S side, P patches, W width. */
@FunctionalInterface
interface Stem {
    /**
     * @param pixels {@code [N, C, S, S]}
     * @return {@code [N, P, W]}, row by row, owned by the manager of {@code pixels}
     */
    NDArray apply(NDArray pixels);
}
