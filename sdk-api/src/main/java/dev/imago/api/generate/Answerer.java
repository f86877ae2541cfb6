package dev.imago.api.generate;

import dev.imago.api.Api;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Turn;
import java.util.List;

/** Answers many requests at once with a model. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Answerer {
    /** One answer for each request, in order. */
    List<Answer> answer(List<Conversation> requests, GenerationOptions options);

    /**
     * An answer with what the model drew.
     *
     * @param turn text and images in order
     * @param visualTokens {@code [K][D]} for each image drawn
     * @param pictures rendered, where the model has a decoder
     */
    record Answer(Turn turn, List<float[][]> visualTokens, List<Picture> pictures) {}
}
