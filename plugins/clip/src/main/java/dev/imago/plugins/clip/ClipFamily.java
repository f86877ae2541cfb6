package dev.imago.plugins.clip;

import dev.imago.api.model.EncoderFamily;
import java.util.List;

/** CLIP, its vision side alone or with the text side. */
public final class ClipFamily extends EncoderFamily {
    /** Its published names. */
    public ClipFamily() {
        super("clip", "clip_vision_model", "clip");
    }

    @Override
    public List<String> unused() {
        return List.of("**.position_ids", "post_layernorm.*", "encoder.layers.**");
    }
}
