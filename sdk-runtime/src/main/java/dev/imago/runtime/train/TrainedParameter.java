package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * A parameter being trained.
 *
 * @param name its full name
 * @param value changed in place by the optimizer
 * @param rateFactor times the stage's learning rate
 * @param decay whether weight decay applies
 * @param state the optimizer's arrays
 */
record TrainedParameter(
        String name, NDArray value, double rateFactor, boolean decay, NDList state) {}
