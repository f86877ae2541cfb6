package dev.imago.plugins.llama;

import dev.imago.api.Api;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.NoKeys;
import dev.imago.api.plugin.Plugin;

/** The LLaMA family of language models. */
public final class LlamaPlugin implements Plugin {
    @Override
    public String name() {
        return "llama";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Backbone.class, "llama", LlamaConfig.class, LlamaBackbone.class);
        components.add(ModelFamily.class, "llama", NoKeys.class, LlamaFamily.class);
    }
}
