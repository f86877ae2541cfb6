package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Computes the loss of a case from the parameters as they are. */
@FunctionalInterface
interface CaseLoss {
    /**
     * @param scope owns every array made on the way
     * @return a scalar to differentiate
     */
    NDArray compute(NDManager scope);
}
