package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/** Puts visual features on a common scale: the space in which the vision head predicts. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface FeatureNorm {
    /**
     * Normalises features of the encoder.
     *
     * @param features {@code [..., D]}
     * @return the same shape, owned by the manager of {@code features}
     */
    NDArray normalise(NDArray features);

    /**
     * Brings a raw prediction of the vision head onto the same scale, before it is fed back or
     * decoded.
     *
     * @param prediction {@code [..., D]}
     * @return the same shape, owned by the manager of {@code prediction}
     */
    NDArray project(NDArray prediction);
}
