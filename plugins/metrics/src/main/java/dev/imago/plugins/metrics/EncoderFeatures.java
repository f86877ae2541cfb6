package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.model.Encoder;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.plugin.Parts;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The features {@code encoder}: patches of an encoder. */
public final class EncoderFeatures implements PictureFeatures {
    /** Checkpoints of vision and text together have the vision part under this name. */
    private static final String VISION = "vision_model.";

    private final EncoderFeaturesConfig config;
    private final Parts parts;
    private final Ops ops;
    private final Precision precision;
    private final StoredWeights.Factory stores;

    /** Built by a recipe. */
    @Inject
    public EncoderFeatures(
            EncoderFeaturesConfig config,
            Parts parts,
            Ops ops,
            Precision precision,
            StoredWeights.Factory stores) {
        this.config = config;
        this.parts = parts;
        this.ops = ops;
        this.precision = precision;
        this.stores = stores;
    }

    @Override
    public Extractor open(StageContext context) {
        if (config.encoder() == null) {
            Encoder own = context.model().encoder();
            return (pictures, owner) ->
                    seen(own, context.pictures().pixels(sources(pictures), owner), owner);
        }
        StoredWeights store = stores.create(context.manager(), precision);
        Encoder encoder = parts.create(config.encoder(), store.root());
        Set<String> declared =
                store.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        store.load(config.weights(), key -> wanted(key, declared));
        return (pictures, owner) ->
                seen(
                        encoder,
                        context.pictures()
                                .pixels(sources(pictures), encoder.preprocessing(), owner),
                        owner);
    }

    private NDArray seen(Encoder encoder, NDArray pixels, NDManager owner) {
        try (pixels;
                NDArray features = encoder.encode(pixels)) {
            NDArray wide = ops.cast(features, Precision.FP32);
            wide.attach(owner);
            return wide;
        }
    }

    /** The name of a key; null for parts of the checkpoint that the encoder does not need. */
    private static String wanted(String key, Set<String> declared) {
        String name = key.startsWith(VISION) ? key.substring(VISION.length()) : key;
        return declared.contains(name) ? name : null;
    }

    private static List<ImageSource> sources(List<Picture> pictures) {
        return pictures.stream().map(picture -> ImageSource.of("", picture)).toList();
    }
}
