package dev.imago.plugins.qwen;

import dev.imago.api.model.BackboneFamily;

/** Qwen3. */
public final class Qwen3Family extends BackboneFamily {
    /** Its published names. */
    public Qwen3Family() {
        super("qwen3", "qwen3", "Qwen3ForCausalLM");
    }
}
