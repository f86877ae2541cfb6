package dev.imago.runtime.cli;

import dev.imago.api.model.RenderOptions;
import java.util.List;

/**
 * How each input is rendered.
 *
 * @param options what holds for all pictures
 * @param guidance each picture is rendered once with each; empty for the decoder's choice
 */
record RenderPlan(RenderOptions options, List<Double> guidance) {
    /** Copies the list. */
    RenderPlan {
        guidance = List.copyOf(guidance);
    }

    /** The scales, 0 where the decoder chooses. */
    List<Double> scales() {
        return guidance.isEmpty() ? List.of(0.0) : guidance;
    }
}
