package dev.imago.api.model;

import dev.imago.api.Api;
import dev.imago.api.plugin.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A family of language models whose component has the keys of its {@code config.json}, as those of
 * LLaMA's build do. A family gives its names, and overrides {@link #keys} where its config says
 * more.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public abstract class BackboneFamily implements ModelFamily {
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String OUTPUT = "lm_head.weight";
    private static final String SCALING = "rope_scaling";
    private static final List<String> SCALING_KEYS =
            List.of(
                    "rope_type",
                    "factor",
                    "low_freq_factor",
                    "high_freq_factor",
                    "original_max_position_embeddings");

    private final String component;
    private final String architecture;
    private final String modelType;

    /**
     * @param component the name of the component
     * @param modelType its {@code model_type}
     * @param architecture the class of the published model, e.g. {@code LlamaForCausalLM}
     */
    protected BackboneFamily(String component, String modelType, String architecture) {
        this.component = component;
        this.modelType = modelType;
        this.architecture = architecture;
    }

    @Override
    public Class<?> kind() {
        return Backbone.class;
    }

    @Override
    public String component() {
        return component;
    }

    @Override
    public List<String> modelTypes() {
        return List.of(modelType);
    }

    @Override
    public Map<String, Object> keys(PublishedConfig config) {
        Map<String, Object> keys = new LinkedHashMap<>(config.model());
        Object activation = keys.getOrDefault("hidden_act", "silu");
        if (!List.of("silu", "swish").contains(activation)) {
            throw new InvalidValueException(
                    "hidden_act", "is '" + activation + "', expected silu: no other is built");
        }
        // Newer files keep everything about rotary positions in one object.
        Map<String, Object> rope = PublishedConfig.object(keys, "rope_parameters");
        if (rope.containsKey("rope_theta")) {
            keys.put("rope_theta", rope.get("rope_theta"));
        }
        Map<String, Object> scaling = rope.isEmpty() ? PublishedConfig.object(keys, SCALING) : rope;
        keys.remove(SCALING);
        if (!scaling.isEmpty()) {
            keys.put(SCALING, scaling(scaling));
        }
        return keys;
    }

    /** Only what stretches frequencies; the kind had another name in older files. */
    private static Map<String, Object> scaling(Map<String, Object> published) {
        Map<String, Object> scaling = new LinkedHashMap<>();
        if (published.containsKey("type")) {
            scaling.put("rope_type", published.get("type"));
        }
        published.forEach(
                (key, value) -> {
                    if (SCALING_KEYS.contains(key)) {
                        scaling.put(key, value);
                    }
                });
        return scaling;
    }

    @Override
    public Map<String, Object> published(Map<String, Object> keys) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of(architecture));
        config.put("model_type", modelType);
        config.put("hidden_act", "silu");
        config.putAll(keys);
        Map<String, Object> scaling = PublishedConfig.object(keys, SCALING);
        if (!scaling.isEmpty()) {
            config.put(SCALING, publishedScaling(scaling));
        }
        return config;
    }

    /** Without the keys that its kind does not have. */
    private static Map<String, Object> publishedScaling(Map<String, Object> scaling) {
        if ("default".equals(scaling.get("rope_type"))) {
            return null;
        }
        Map<String, Object> published = new LinkedHashMap<>(scaling);
        if (!"llama3".equals(scaling.get("rope_type"))) {
            published.keySet().retainAll(List.of("rope_type", "factor"));
        }
        return published;
    }

    @Override
    public List<String> unused() {
        return List.of("**.rotary_emb.inv_freq");
    }

    @Override
    public Map<String, String> repeated() {
        return Map.of(OUTPUT, EMBEDDING);
    }

    @Override
    public List<String> tokenRows() {
        return List.of(EMBEDDING, OUTPUT);
    }
}
