package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A named array of a model. Declared while a model is built, filled afterwards from a checkpoint or
 * by its {@link Init}; so a model's names and shapes are known before memory is spent.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Parameter {
    /** The full name, as the published checkpoint spells it. */
    String name();

    /** The declared shape. */
    Shape shape();

    /**
     * The array, in the model's dtype and on its device. Owned by the weights: never close or
     * change it. Ask anew at each use, since freezing, casting and reloading replace it.
     *
     * @throws IllegalStateException before the weights are filled
     */
    NDArray value();

    /**
     * The array as a kernel for inference wants it, in place of {@link #value}, which is made again
     * when it is asked for. Owned by the weights.
     *
     * @param layout makes the other array, which may be opaque, from the value; called once
     * @param plain makes the value of the other array again, bit by bit
     * @return empty where the value is trained, may yet change or lies in a file, or the processor
     *     has no use for it
     */
    default Optional<NDArray> laidOut(UnaryOperator<NDArray> layout, UnaryOperator<NDArray> plain) {
        return Optional.empty();
    }
}
