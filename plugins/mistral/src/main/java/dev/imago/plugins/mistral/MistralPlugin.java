package dev.imago.plugins.mistral;

import dev.imago.api.Api;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.NoKeys;
import dev.imago.api.plugin.Plugin;

/** The Mistral family of language models. */
public final class MistralPlugin implements Plugin {
    @Override
    public String name() {
        return "mistral";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Backbone.class, "mistral", MistralConfig.class, MistralBackbone.class);
        components.add(ModelFamily.class, "mistral", NoKeys.class, MistralFamily.class);
    }
}
