package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a kernel reads of one layer for one new position.
 *
 * @param kernel that computes the layer
 * @param arrays norms and weights, as it takes them
 * @param settings that follow the cache, 0-d
 */
record DecodeForm(Kernel kernel, List<NDArray> arrays, List<NDArray> settings) {
    /** Kernels for one position; the place of each is its number in {@code decode_stack}. */
    enum Kernel {
        /** Over weights from {@link Ops#packLinear}: norm, q, k, v, o, norm, gate, up, down. */
        PACKED,
        /**
         * Over few bits, values and scales each: norm, q, k and v together, o, norm, gate and up
         * together, down; then the layout and the group of the four.
         */
        QUANTISED,
        /** Over {@link RowWeights}; then heads of queries and the width of gate. */
        ROWS
    }
}
