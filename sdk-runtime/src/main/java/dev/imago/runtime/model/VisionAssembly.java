package dev.imago.runtime.model;

import com.google.inject.Module;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.ComponentFactory;

/** Puts together what is about pictures alone, under the reference's key names. */
public final class VisionAssembly {
    private final ComponentFactory factory;
    private final Weights root;

    /**
     * @param root of the model's weights
     */
    public VisionAssembly(ComponentFactory factory, Weights root) {
        this.factory = factory;
        this.root = root;
    }

    /** Pixels to visual tokens. */
    public VisionParts parts(
            Spec<Encoder> encoder, Spec<TokenReducer> reducer, Spec<FeatureNorm> norm) {
        Encoder eye = factory.create(encoder, root.at(ModelAssembly.ENCODER));
        TokenReducer less =
                factory.create(reducer, root.at("model.vision_tower"), shape(eye.output()));
        FeatureShape visual = less.output(eye.output());
        FeatureNorm scale = factory.create(norm, root.at("model.vision_norm"), shape(visual));
        return new VisionParts(eye, less, scale, visual);
    }

    /**
     * Visual tokens to pictures, told what makes them.
     *
     * @param name of a further decoder; null for the model's own
     */
    public Decoder decoder(String name, Spec<Decoder> spec, VisionParts parts) {
        return factory.create(
                spec,
                root.at(ModelAssembly.decoder(name)),
                shape(parts.visual()),
                binder -> {
                    binder.bind(Encoder.class).toInstance(parts.encoder());
                    binder.bind(TokenReducer.class).toInstance(parts.reducer());
                    binder.bind(FeatureNorm.class).toInstance(parts.norm());
                });
    }

    /** Visual tokens to pictures, whatever makes them; {@code name} as above. */
    public Decoder decoder(String name, Spec<Decoder> spec, FeatureShape visual) {
        return factory.create(spec, root.at(ModelAssembly.decoder(name)), shape(visual));
    }

    static Module shape(FeatureShape shape) {
        return binder -> binder.bind(FeatureShape.class).toInstance(shape);
    }
}
