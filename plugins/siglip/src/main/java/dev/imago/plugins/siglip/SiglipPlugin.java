package dev.imago.plugins.siglip;

import dev.imago.api.Api;
import dev.imago.api.model.Encoder;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** The SigLIP vision encoder. */
public final class SiglipPlugin implements Plugin {
    @Override
    public String name() {
        return "siglip";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Encoder.class, "siglip", SiglipConfig.class, SiglipEncoder.class);
    }
}
