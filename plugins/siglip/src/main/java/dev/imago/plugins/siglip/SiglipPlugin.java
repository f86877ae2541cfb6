package dev.imago.plugins.siglip;

import dev.imago.api.Api;
import dev.imago.api.evaluate.DualEncoder;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.NoKeys;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.train.Stage;

/** The SigLIP vision encoder and how it is trained. */
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
        components.add(
                Stage.class, "train-encoder", TrainEncoderConfig.class, TrainEncoderStage.class);
        components.add(
                DualEncoder.class,
                "train-encoder",
                TrainedDualEncoderConfig.class,
                TrainedDualEncoder.class);
        components.add(ModelFamily.class, "siglip", NoKeys.class, SiglipFamily.class);
    }
}
