package dev.imago.plugins.mistral;

import dev.imago.api.model.PreNormBackbone;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** A Mistral language model under the key names of its published checkpoints. */
public final class MistralBackbone extends PreNormBackbone {
    /**
     * Declares {@code model.*} and, unless tied, {@code lm_head.weight}.
     *
     * @param weights the root of the model's weights
     */
    @Inject
    public MistralBackbone(MistralConfig config, Weights weights, Ops ops) {
        super(config, weights, ops);
    }
}
