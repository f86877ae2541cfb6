package dev.imago.plugins.sources;

import dev.imago.api.Api;
import dev.imago.api.data.Source;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** Offers sources that read files. */
public final class SourcesPlugin implements Plugin {
    @Override
    public String name() {
        return "sources";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Source.class, "llava", LlavaConfig.class, LlavaSource.class);
    }
}
