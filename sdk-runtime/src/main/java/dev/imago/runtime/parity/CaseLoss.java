package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import dev.imago.api.train.Loss;

/** Computes the loss of a case from the parameters as they are. */
@FunctionalInterface
interface CaseLoss {
    /**
     * @param scope owns every array made on the way
     * @return the total to differentiate, and its terms
     */
    Loss compute(NDManager scope);
}
