package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/**
 * Learned vectors that tell the backbone which part of the picture a visual token stands for.
 * Legend: K tokens per image, W width.
 */
final class Slots {
    private final Ops ops;
    private final Parameter table;

    /** Declares {@code slots [K, W]} if wanted, else nothing. */
    Slots(boolean wanted, Weights weights, FeatureShape visual, int width, Ops ops) {
        this.ops = ops;
        table =
                wanted
                        ? weights.parameter(
                                "slots", new Shape(visual.tokens(), width), Init.normal(0.02))
                        : null;
    }

    /**
     * Takes over {@code projected [..., W]} and adds the vector of each slot.
     *
     * @param slots {@code [...]} int64
     */
    NDArray add(NDArray projected, NDArray slots) {
        if (table == null) {
            return projected;
        }
        try (projected;
                NDArray vectors = ops.embedding(slots, table.value())) {
            return projected.add(vectors);
        }
    }
}
