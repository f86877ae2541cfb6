package dev.imago.runtime.model;

import java.util.Map;
import java.util.Set;

/** The parts of a model as recipes name them, and the parameters each stands for. */
public final class PartNames {
    /**
     * The rows of the embedding, and of an output layer of its own, that the tokens around images
     * have. New rows are all the mean of the others, and a mean never is the likeliest token: a
     * model whose language stays frozen begins no image unless these two learn.
     */
    public static final String IMAGE_MARKS = "image_marks";

    private static final Map<String, String> GLOBS =
            Map.ofEntries(
                    Map.entry("encoder", ModelAssembly.ENCODER + ".**"),
                    Map.entry("reducer", "model.vision_tower.{token_mixer,channel_mixer}.**"),
                    Map.entry("normalize", "model.vision_norm.**"),
                    Map.entry("connector", "model.mm_projector.**"),
                    Map.entry("backbone", "model.{embed_tokens,layers,norm}.**"),
                    Map.entry("heads", "{lm_head,vision_head}.**"),
                    Map.entry("text_head", "lm_head.**"),
                    Map.entry("vision_head", "vision_head.**"),
                    Map.entry("decoder", ModelAssembly.DECODER + ".**"),
                    Map.entry("decoders", "decoders.**"),
                    Map.entry(IMAGE_MARKS, "{model.embed_tokens,lm_head}.weight"),
                    Map.entry("adapters", "**.{lora_A,lora_B,lora_magnitude_vector}.**"));

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
