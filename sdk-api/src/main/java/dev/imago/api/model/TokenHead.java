package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * Predicts the next position from a hidden state and says how wrong that was. The text head
 * predicts logits, the vision head continuous visual tokens. Legend: M rows, W width.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface TokenHead {
    /**
     * @param hidden {@code [M, W]} after the final norm
     * @return {@code [M, V]} logits or {@code [M, D]} raw visual tokens, owned by the manager of
     *     {@code hidden}; differentiable
     */
    NDArray predict(NDArray hidden);

    /**
     * The loss summed over rows, so that batches can be split and weighted exactly.
     *
     * @param prediction what {@link #predict} returned
     * @param target {@code [M]} int64 ids for text, {@code [M, D]} visual tokens for vision
     * @return a float32 scalar, differentiable
     */
    NDArray lossSum(NDArray prediction, NDArray target);

    /**
     * As {@code lossSum(predict(hidden), target)}, which is all that training wants: a head may
     * override it to save the memory of its predictions.
     */
    default NDArray lossSumOf(NDArray hidden, NDArray target) {
        return lossSum(predict(hidden), target);
    }

    /** What the loss is multiplied with in the total. */
    default double weight() {
        return 1.0;
    }
}
