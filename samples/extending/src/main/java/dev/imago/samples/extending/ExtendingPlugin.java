package dev.imago.samples.extending;

import dev.imago.api.Api;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.Encoder;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.train.Stage;

/** Offers the components of this sample. */
// region plugin
public final class ExtendingPlugin implements Plugin {
    @Override
    public String name() {
        return "extending";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Encoder.class, "tiles", TileConfig.class, TileEncoder.class);
        components.add(Decoder.class, "tiles", TileDecoderConfig.class, TileDecoder.class);
        components.add(Stage.class, "preview", PreviewConfig.class, PreviewStage.class);
    }
}
// endregion
