package dev.imago.plugins.wardrobe;

import dev.imago.api.Api;
import dev.imago.api.data.Source;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** Offers the wardrobe world and what measures a model on it. */
public final class WardrobePlugin implements Plugin {
    @Override
    public String name() {
        return "wardrobe";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Source.class, "wardrobe", WardrobeConfig.class, WardrobeSource.class);
    }
}
