package dev.imago.plugins.siglip;

import dev.imago.api.model.EncoderFamily;
import dev.imago.api.model.PublishedConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SigLIP and SigLIP 2, their vision side alone or with the text side. */
public final class SiglipFamily extends EncoderFamily {
    /** Its published names. */
    public SiglipFamily() {
        super("siglip", "siglip_vision_model", "siglip", "siglip2_vision_model", "siglip2");
    }

    /** Models for pictures of any size store the patch embedding as a linear map. */
    @Override
    public Map<String, Object> keys(PublishedConfig config) {
        Map<String, Object> keys = new LinkedHashMap<>(super.keys(config));
        if (config.modelType().startsWith("siglip2")) {
            keys.put("stem", "linear");
            keys.putIfAbsent("num_patches", 256);
        }
        return keys;
    }

    @Override
    public List<String> unused() {
        return List.of("**.position_ids", "head.**", "post_layernorm.*", "encoder.layers.**");
    }
}
