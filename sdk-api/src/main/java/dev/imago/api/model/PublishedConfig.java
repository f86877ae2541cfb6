package dev.imago.api.model;

import dev.imago.api.Api;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a published model's folder says about it in JSON: objects are maps, arrays lists, the rest
 * texts, numbers, booleans or null.
 *
 * @param model {@code config.json}
 * @param preprocessor {@code preprocessor_config.json}; empty where there is none
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record PublishedConfig(Map<String, Object> model, Map<String, Object> preprocessor) {
    /** Copies the maps, keeping their order. */
    public PublishedConfig {
        model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
        preprocessor = Collections.unmodifiableMap(new LinkedHashMap<>(preprocessor));
    }

    /** The {@code model_type}; empty where it is missing. */
    public String modelType() {
        return model.get("model_type") instanceof String text ? text : "";
    }

    /** An object inside one of the maps; empty where there is none. */
    @SuppressWarnings("unchecked") // keys of JSON objects are texts
    public static Map<String, Object> object(Map<String, Object> in, String key) {
        return in.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
