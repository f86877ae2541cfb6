package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.SpecialTokens;
import dev.imago.api.text.Tokenizer;
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
        Tokenizer tokenizer,
        ChatTemplate template,
        FeatureShape visual) {
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
