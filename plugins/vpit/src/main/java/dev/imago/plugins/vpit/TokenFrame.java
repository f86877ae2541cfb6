package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/**
 * What every connector does around its map: scales visual tokens before it, and adds learned
 * vectors after it that tell the backbone which part of the picture a token stands for. Legend: K
 * tokens per image, D width of visual tokens, W width of the backbone.
 */
final class TokenFrame {
    private final Ops ops;
    private final Parameter table;
    private final double scale;

    /** Declares {@code slots [K, W]} if wanted, else nothing. */
    TokenFrame(ConnectorConfig config, Weights weights, FeatureShape visual, int width, Ops ops) {
        this.ops = ops;
        scale = config.inputScale();
        table =
                config.slots()
                        ? weights.parameter(
                                "slots",
                                new Shape(visual.tokens(), width),
                                Init.normal(config.slotRange()))
                        : null;
    }

    /** {@code features [..., D]} times the scale; owned by their manager. */
    NDArray scale(NDArray features) {
        return ops.scale(features, scale);
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
