package dev.imago.plugins.dinov2;

import dev.imago.api.Api;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.NoKeys;
import dev.imago.api.plugin.Plugin;

/** The DINOv2 vision encoder. */
public final class Dinov2Plugin implements Plugin {
    @Override
    public String name() {
        return "dinov2";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Encoder.class, "dinov2", Dinov2Config.class, Dinov2Encoder.class);
        components.add(ModelFamily.class, "dinov2", NoKeys.class, Dinov2Family.class);
    }
}
