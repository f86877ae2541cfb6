package dev.imago.runtime.model;

import java.util.Map;
import java.util.Set;

/** The parts of a model as recipes name them, and the parameters each stands for. */
public final class PartNames {
    private static final Map<String, String> GLOBS =
            Map.of(
                    "encoder", ModelAssembly.ENCODER + ".**",
                    "reducer", "model.vision_tower.{token_mixer,channel_mixer}.**",
                    "connector", "model.mm_projector.**",
                    "backbone", "model.{embed_tokens,layers,norm}.**",
                    "heads", "{lm_head,vision_head}.**",
                    "text_head", "lm_head.**",
                    "vision_head", "vision_head.**",
                    "decoder", ModelAssembly.DECODER + ".**",
                    "decoders", "decoders.**",
                    "adapters", "**.{lora_A,lora_B,lora_magnitude_vector}.**");

    private PartNames() {}

    /** All names of parts. */
    public static Set<String> all() {
        return GLOBS.keySet();
    }

    /** The glob of a part's parameters; what is no part's name is a glob already. */
    public static String glob(String partOrGlob) {
        return GLOBS.getOrDefault(partOrGlob, partOrGlob);
    }
}
