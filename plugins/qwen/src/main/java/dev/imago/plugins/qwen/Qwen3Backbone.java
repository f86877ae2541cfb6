package dev.imago.plugins.qwen;

import dev.imago.api.model.PreNormBackbone;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** A Qwen3 language model under the key names of its published checkpoints. */
public final class Qwen3Backbone extends PreNormBackbone {
    /**
     * Declares {@code model.*} and, unless tied, {@code lm_head.weight}.
     *
     * @param weights the root of the model's weights
     */
    @Inject
    public Qwen3Backbone(Qwen3Config config, Weights weights, Ops ops) {
        super(config, weights, ops);
    }
}
