package dev.imago.plugins.clip;

import dev.imago.api.Api;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.NoKeys;
import dev.imago.api.plugin.Plugin;

/** The CLIP vision encoder. */
public final class ClipPlugin implements Plugin {
    @Override
    public String name() {
        return "clip";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Encoder.class, "clip", ClipConfig.class, ClipEncoder.class);
        components.add(ModelFamily.class, "clip", NoKeys.class, ClipFamily.class);
    }
}
