package dev.imago.plugins.diffusion.projector;

import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Check;

/** The projector of a mode. */
public final class Projectors {
    private Projectors() {}

    /**
     * Declares a projector under the reference's names.
     *
     * @param config with both widths
     * @param weights at the projector's own prefix
     */
    public static Projector create(ProjectorConfig config, Weights weights, Ops ops) {
        Check.required(config.inputDim(), "input_dim");
        Check.required(config.outputDim(), "output_dim");
        return switch (config.mode()) {
            case ProjectorConfig.CROSS_ATTENTION ->
                    new CrossAttentionProjector(config, weights, ops, false);
            case ProjectorConfig.CROSS_ATTENTION_FFN ->
                    new CrossAttentionProjector(config, weights, ops, true);
            case ProjectorConfig.TRANSFORMER -> new TransformerProjector(config, weights, ops);
            default -> new MlpProjector(config, weights, ops);
        };
    }
}
