package dev.imago.plugins.qwen;

import dev.imago.api.model.PreNormBackbone;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** A Qwen2 or Qwen2.5 language model under the key names of its published checkpoints. */
public final class Qwen2Backbone extends PreNormBackbone {
    /**
     * Declares {@code model.*} and, unless tied, {@code lm_head.weight}.
     *
     * @param weights the root of the model's weights
     */
    @Inject
    public Qwen2Backbone(Qwen2Config config, Weights weights, Ops ops) {
        super(config, weights, ops);
    }
}
