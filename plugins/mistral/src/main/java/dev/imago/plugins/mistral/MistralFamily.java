package dev.imago.plugins.mistral;

import dev.imago.api.model.BackboneFamily;

/** Mistral. */
public final class MistralFamily extends BackboneFamily {
    /** Its published names. */
    public MistralFamily() {
        super("mistral", "mistral", "MistralForCausalLM");
    }
}
