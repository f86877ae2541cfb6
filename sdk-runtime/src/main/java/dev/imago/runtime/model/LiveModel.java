package dev.imago.runtime.model;

import dev.imago.api.model.Model;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;

/**
 * A model whose weights are filled, with what it runs on.
 *
 * @param model its parts
 * @param ops the kernels
 * @param precision the dtype of weights and activations
 */
public record LiveModel(Model model, Ops ops, Precision precision) {
    /** What makes its visual tokens. */
    VisionParts vision() {
        return new VisionParts(model.encoder(), model.reducer(), model.norm(), model.visual());
    }
}
