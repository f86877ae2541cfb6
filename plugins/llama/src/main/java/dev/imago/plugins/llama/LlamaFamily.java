package dev.imago.plugins.llama;

import dev.imago.api.model.BackboneFamily;
import java.util.List;

/** LLaMA 2, 3, 3.1 and 3.2, SmolLM2 and others of this build. */
public final class LlamaFamily extends BackboneFamily {
    /** Its published names. */
    public LlamaFamily() {
        super("llama", "llama", "LlamaForCausalLM");
    }

    /** Multimodal models of this build keep the language model's keys beside their own. */
    @Override
    public List<String> modelTypes() {
        return List.of("llama", "metamorph_llama", "llava_llama");
    }
}
