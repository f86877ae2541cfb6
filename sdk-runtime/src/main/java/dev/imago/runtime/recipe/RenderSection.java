package dev.imago.runtime.recipe;

import dev.imago.api.model.Decoder;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import java.nio.file.Path;
import java.util.List;

/**
 * The parts of a model that are about pictures alone: enough to render visual tokens and, with an
 * encoder, to render what it sees in a picture.
 *
 * @param encoder pixels to patch features; null when only visual tokens are rendered
 * @param reducer patch features to K visual tokens; null without an encoder
 * @param normalize the scale of visual tokens
 * @param decoder visual tokens to pictures
 * @param weights a model folder that has the encoder's weights and, where the decoder starts from
 *     no folder of its own, the decoder's
 * @param name of the decoder where it is one of the model's further ones; null for its own
 */
@Doc("The parts of a model that are about pictures alone.")
public record RenderSection(
        @Doc("pixels to patch features; needed to render pictures") Spec<Encoder> encoder,
        @Doc("patch features to K visual tokens; needed where there is an encoder")
                Spec<TokenReducer> reducer,
        @Doc("the scale of visual tokens") @DefaultType("l2") Spec<FeatureNorm> normalize,
        @Doc(value = "visual tokens to pictures", required = true) Spec<Decoder> decoder,
        @Doc(value = "a model folder with the encoder's weights", existingPath = true) Path weights,
        @Doc("name of the decoder, where weights is a model that has it as a further one")
                String name) {
    /** Checks what goes together. */
    public RenderSection {
        if (encoder != null && reducer == null) {
            throw new InvalidValueException("reducer", "is missing beside encoder");
        }
        if (encoder != null && weights == null) {
            throw new InvalidValueException("weights", "is missing beside encoder");
        }
    }

    /**
     * Those of a model.
     *
     * @param name of one of its further decoders; null for its own
     * @throws InvalidValueException with the key {@code decoder} for a name it has not
     */
    public static RenderSection of(ModelSection model, String name) {
        List<String> names = List.copyOf(model.furtherDecoders().keySet());
        return new RenderSection(
                model.encoder(),
                model.reducer(),
                model.normalize(),
                name == null
                        ? model.decoder()
                        : model.furtherDecoders().get(Check.oneOf(name, null, names, "decoder")),
                model.weights(),
                name);
    }
}
