package dev.imago.plugins.qwen;

import dev.imago.api.model.BackboneFamily;

/** Qwen2 and Qwen2.5. */
public final class Qwen2Family extends BackboneFamily {
    /** Its published names. */
    public Qwen2Family() {
        super("qwen2", "qwen2", "Qwen2ForCausalLM");
    }
}
