package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * A parameter being trained.
 *
 * @param name its full name
 * @param value changed in place by the optimizer
 * @param rule which of the optimizer's rules steps it
 * @param rateFactor times the stage's learning rate
 * @param decay whether weight decay applies
 * @param state the optimizer's arrays
 * @param rows the only ones that are trained; empty for all
 */
record TrainedParameter(
        String name,
        NDArray value,
        String rule,
        double rateFactor,
        boolean decay,
        NDList state,
        List<Integer> rows) {}
