package dev.imago.runtime.weights;

import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import java.util.List;

/** Decides what kind of linear layer a model gets: dense, or adapted around the dense one. */
@FunctionalInterface
public interface LinearFactory {
    /** Plain layers. */
    LinearFactory DENSE = (name, dense, weight, weights) -> dense;

    /**
     * Called once for each linear layer a model declares.
     *
     * @param name of the layer, without {@code .weight}
     * @param dense the plain layer
     * @param weight its weight {@code [out, in]}
     * @param weights at the layer's own prefix, to declare more parameters beside it
     */
    Linear linear(String name, Linear dense, Parameter weight, Weights weights);

    /** Names of the adapters it puts around layers, of which the first is on; may be none. */
    default List<String> names() {
        return List.of();
    }
}
