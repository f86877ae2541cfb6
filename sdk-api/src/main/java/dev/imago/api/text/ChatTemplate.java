package dev.imago.api.text;

import dev.imago.api.Api;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import java.util.List;

/** How a model family writes a conversation: headers, separators, ends of turns. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface ChatTemplate {
    /**
     * @param conversation any number of turns
     * @param openAnswer whether to end with the header of an assistant turn, for the model to go on
     * @return the segments in order; text that is special is written as special tokens
     */
    List<Segment> render(Conversation conversation, boolean openAnswer);

    /** The tokens that end an answer, e.g. {@code <|eot_id|>}. */
    List<String> stopTokens();

    /** A stretch of one rendered conversation. */
    sealed interface Segment {
        /** Whether the model is trained to write it. */
        boolean learned();
    }

    /**
     * Text to tokenise. All texts between two images are tokenised as one; a token is learned when
     * its first character is.
     */
    record TextSegment(String text, boolean learned) implements Segment {}

    /** An image: start mark, K visual tokens, end mark. */
    record ImageSegment(Part.Image image, boolean learned) implements Segment {}
}
