package dev.imago.runtime.gguf;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of tensors in GGUF files and those in published checkpoints. */
public final class GgufNames {
    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d+)\\.(.+)\\.(weight|bias)");

    private static final Map<String, String> WHOLE =
            Map.of(
                    "token_embd.weight", "model.embed_tokens.weight",
                    "output_norm.weight", "model.norm.weight",
                    "output.weight", "lm_head.weight");

    private static final Map<String, String> IN_LAYER =
            Map.ofEntries(
                    Map.entry("attn_norm", "input_layernorm"),
                    Map.entry("attn_q", "self_attn.q_proj"),
                    Map.entry("attn_k", "self_attn.k_proj"),
                    Map.entry("attn_v", "self_attn.v_proj"),
                    Map.entry("attn_output", "self_attn.o_proj"),
                    Map.entry("attn_q_norm", "self_attn.q_norm"),
                    Map.entry("attn_k_norm", "self_attn.k_norm"),
                    Map.entry("ffn_norm", "post_attention_layernorm"),
                    Map.entry("ffn_gate", "mlp.gate_proj"),
                    Map.entry("ffn_up", "mlp.up_proj"),
                    Map.entry("ffn_down", "mlp.down_proj"));

    private GgufNames() {}

    /** The published name; empty where there is none. */
    public static Optional<String> published(String name) {
        if (WHOLE.containsKey(name)) {
            return Optional.of(WHOLE.get(name));
        }
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches() || !IN_LAYER.containsKey(layer.group(2))) {
            return Optional.empty();
        }
        String part = IN_LAYER.get(layer.group(2));
        return Optional.of("model.layers." + layer.group(1) + "." + part + "." + layer.group(3));
    }
}
