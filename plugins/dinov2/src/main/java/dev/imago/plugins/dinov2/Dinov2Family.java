package dev.imago.plugins.dinov2;

import dev.imago.api.model.EncoderFamily;
import dev.imago.api.model.PublishedConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DINOv2, with registers or without. */
public final class Dinov2Family extends EncoderFamily {
    private static final String REGISTERS = "dinov2_with_registers";

    /** Its published names. */
    public Dinov2Family() {
        super("dinov2", "dinov2", REGISTERS);
    }

    @Override
    public Map<String, Object> keys(PublishedConfig config) {
        Map<String, Object> keys = new LinkedHashMap<>(super.keys(config));
        if (config.modelType().equals(REGISTERS)) {
            keys.putIfAbsent("num_register_tokens", 4);
        }
        return keys;
    }

    @Override
    public List<String> unused() {
        return List.of("embeddings.mask_token", "layernorm.*", "encoder.layer.**");
    }
}
