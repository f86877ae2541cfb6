package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.SpecialTokens;
import dev.imago.api.text.Tokenizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of one unified model, as a recipe assembled them. Its arrays belong to its weights.
 *
 * @param encoder pixels to patch features
 * @param reducer patch features to K tokens
 * @param norm the scale of visual tokens
 * @param connector visual tokens to the backbone's width
 * @param backbone the language model
 * @param text predicts words
 * @param vision predicts visual tokens
 * @param decoder renders visual tokens, where the recipe has one
 * @param decoders further ones, which a request may name
 * @param tokenizer text to ids
 * @param template conversations to text
 * @param visual K and D of the visual tokens; 0 for a model of text only, whose parts for pictures
 *     refuse whatever they are asked
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Model(
        Encoder encoder,
        TokenReducer reducer,
        FeatureNorm norm,
        Connector connector,
        Backbone backbone,
        TextHead text,
        VisionHead vision,
        Optional<Decoder> decoder,
        Map<String, Decoder> decoders,
        Tokenizer tokenizer,
        ChatTemplate template,
        FeatureShape visual) {
    /** Keeps the order of the further decoders. */
    public Model {
        decoders = Collections.unmodifiableMap(new LinkedHashMap<>(decoders));
    }

    /** One without further decoders. */
    public Model(
            Encoder encoder,
            TokenReducer reducer,
            FeatureNorm norm,
            Connector connector,
            Backbone backbone,
            TextHead text,
            VisionHead vision,
            Optional<Decoder> decoder,
            Tokenizer tokenizer,
            ChatTemplate template,
            FeatureShape visual) {
        this(
                encoder, reducer, norm, connector, backbone, text, vision, decoder, Map.of(),
                tokenizer, template, visual);
    }

    /**
     * A decoder.
     *
     * @param name of a further one; null for the model's own
     * @return empty where the model has none of its own and none is named
     * @throws InvalidValueException with the key {@code decoder} for a name it has not
     */
    public Optional<Decoder> decoder(String name) {
        if (name == null) {
            return decoder;
        }
        if (!decoders.containsKey(name)) {
            List<String> names = List.copyOf(decoders.keySet());
            throw new InvalidValueException(
                    "decoder",
                    "is '"
                            + name
                            + "', expected "
                            + (names.isEmpty()
                                    ? "none: this model has one at most, which needs no name"
                                    : "one of " + String.join(", ", names) + ", or none"),
                    names,
                    name);
        }
        return Optional.of(decoders.get(name));
    }

    /** Whether it has an encoder; without one it reads and writes text only. */
    public boolean hasVision() {
        return visual.tokens() > 0;
    }

    /** The marks around its images; none for a model of text only. */
    public SpecialTokens marks() {
        return hasVision() ? SpecialTokens.of(tokenizer) : SpecialTokens.NONE;
    }

    /**
     * The visual tokens of pictures: encoded, reduced, normalised.
     *
     * @param pixels {@code [N, 3, S, S]}
     * @return {@code [N, K, D]}, owned by the manager of {@code pixels}
     */
    public NDArray visualTokens(NDArray pixels) {
        return norm.normalise(reducer.reduce(encoder.encode(pixels)));
    }
}
