package dev.imago.plugins.diffusion;

import dev.imago.api.Api;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** Offers the diffusion decoder. */
public final class DiffusionPlugin implements Plugin {
    @Override
    public String name() {
        return "diffusion";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {}
}
