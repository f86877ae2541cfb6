package dev.imago.runtime.gguf;

import dev.imago.api.nn.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;

/** What a GGUF file says of its language model, under the keys of a published config.json. */
public final class GgufConfig {
    private static final String ARCHITECTURE = "general.architecture";
    private static final String LLAMA = "llama";
    private static final List<String> KNOWN = List.of(LLAMA, "qwen2", "qwen3");
    private static final String FACTORS = "rope_freqs.weight";
    private static final String EMBEDDING = "token_embd.weight";
    private static final Pattern TURNED = Pattern.compile("blk\\.\\d+\\.attn_[qk]\\.(weight|bias)");

    private final GgufFile file;
    private final GgufMetadata metadata;
    private final String architecture;

    /**
     * @throws dev.imago.api.error.ImagoException INCOMPATIBLE_PARTS for a model of another kind
     */
    public GgufConfig(GgufFile file) {
        this.file = file;
        this.metadata = file.metadata();
        this.architecture = metadata.required(ARCHITECTURE, metadata.text(ARCHITECTURE));
        if (!KNOWN.contains(architecture)) {
            throw metadata.unsupported(
                    ARCHITECTURE,
                    "is '" + architecture + "', expected one of " + String.join(", ", KNOWN));
        }
    }

    /** The keys, {@code model_type} among them. */
    public Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("model_type", architecture);
        keys.put("hidden_size", needed("embedding_length"));
        keys.put("intermediate_size", needed("feed_forward_length"));
        keys.put("num_hidden_layers", needed("block_count"));
        keys.put("num_attention_heads", heads());
        keys.put("num_key_value_heads", integer("attention.head_count_kv").orElse(heads()));
        keys.put("head_dim", headWidth());
        keys.put("vocab_size", vocabulary());
        keys.put("rms_norm_eps", number("attention.layer_norm_rms_epsilon").orElse(1e-5));
        keys.put("rope_theta", number("rope.freq_base").orElse(10000.0));
        keys.put("max_position_embeddings", integer("context_length").orElse(2048L));
        keys.put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        scaling().ifPresent(scaling -> keys.put("rope_scaling", scaling));
        if (architecture.equals(LLAMA) && file.tensors().containsKey("blk.0.attn_q.bias")) {
            keys.put("attention_bias", true);
        }
        keys.put("torch_dtype", precision().torchName());
        return keys;
    }

    /** What was rounded to few bits loses nothing in bfloat16 that it still had. */
    private Precision precision() {
        return embedding().type() == GgufType.F32 ? Precision.FP32 : Precision.BF16;
    }

    /** Which row of a tensor stands in each place of its published twin. */
    public LongUnaryOperator rowOrder(GgufTensor tensor) {
        return architecture.equals(LLAMA) && TURNED.matcher(tensor.name()).matches()
                ? new RotaryRows(headWidth())
                : LongUnaryOperator.identity();
    }

    private int headWidth() {
        return Math.toIntExact(
                integer("attention.key_length").orElse(needed("embedding_length") / heads()));
    }

    private long heads() {
        return needed("attention.head_count");
    }

    private long vocabulary() {
        return embedding().shape().get(0);
    }

    private GgufTensor embedding() {
        return metadata.required(EMBEDDING, Optional.ofNullable(file.tensors().get(EMBEDDING)));
    }

    private Optional<Map<String, Object>> scaling() {
        String key = architecture + ".rope.scaling.type";
        String type = metadata.text(key).orElse("none");
        if (type.equals("linear")) {
            return Optional.of(
                    Map.of(
                            "rope_type",
                            "linear",
                            "factor",
                            number("rope.scaling.factor").orElse(1.0)));
        }
        if (!type.equals("none")) {
            throw metadata.unsupported(key, "is '" + type + "', expected none or linear");
        }
        GgufTensor factors = file.tensors().get(FACTORS);
        return factors == null
                ? Optional.empty()
                : Optional.of(LlamaThreeScaling.of(file, factors, number("rope.freq_base")));
    }

    private Optional<Long> integer(String key) {
        return metadata.integer(architecture + "." + key);
    }

    private Optional<Double> number(String key) {
        return metadata.number(architecture + "." + key);
    }

    private long needed(String key) {
        return metadata.required(architecture + "." + key, integer(key));
    }
}
