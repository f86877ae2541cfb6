package dev.imago.plugins.llama;

import dev.imago.api.model.PreNormBackbone;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** A LLaMA language model under the key names of its published checkpoints. */
public final class LlamaBackbone extends PreNormBackbone {
    /**
     * Declares {@code model.*} and, unless tied, {@code lm_head.weight}.
     *
     * @param weights the root of the model's weights
     */
    @Inject
    public LlamaBackbone(LlamaConfig config, Weights weights, Ops ops) {
        super(config, weights, ops);
    }
}
