package dev.imago.plugins.qwen;

import dev.imago.api.Api;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.NoKeys;
import dev.imago.api.plugin.Plugin;

/** The Qwen families of language models. */
public final class QwenPlugin implements Plugin {
    @Override
    public String name() {
        return "qwen";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Backbone.class, "qwen2", Qwen2Config.class, Qwen2Backbone.class);
        components.add(Backbone.class, "qwen3", Qwen3Config.class, Qwen3Backbone.class);
        components.add(ModelFamily.class, "qwen2", NoKeys.class, Qwen2Family.class);
        components.add(ModelFamily.class, "qwen3", NoKeys.class, Qwen3Family.class);
    }
}
