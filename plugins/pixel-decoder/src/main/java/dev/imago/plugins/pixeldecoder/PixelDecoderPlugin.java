package dev.imago.plugins.pixeldecoder;

import dev.imago.api.Api;
import dev.imago.api.model.Decoder;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** Offers the pixel decoder. */
public final class PixelDecoderPlugin implements Plugin {
    @Override
    public String name() {
        return "pixel-decoder";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Decoder.class, "pixel", PixelDecoderConfig.class, PixelDecoder.class);
    }
}
