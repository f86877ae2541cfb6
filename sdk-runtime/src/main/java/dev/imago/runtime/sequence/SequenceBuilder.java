package dev.imago.runtime.sequence;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.ImageSegment;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import dev.imago.api.text.SpecialTokens;
import dev.imago.api.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Conversations to sequences: rendered by the template, tokenised, images widened to K positions.
 */
public final class SequenceBuilder {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final SpecialTokens special;
    private final SpanExpansion expansion;

    /**
     * @param tokensPerImage K
     * @param maxLength the most positions a sequence may have
     */
    public SequenceBuilder(
            Tokenizer tokenizer, ChatTemplate template, int tokensPerImage, int maxLength) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.special = SpecialTokens.of(tokenizer);
        this.expansion = new SpanExpansion(special.imageStart(), tokensPerImage, maxLength);
    }

    /**
     * A training example.
     *
     * @throws ImagoException with NOTHING_TO_LEARN when no position carries a loss
     */
    public Sequence training(Conversation conversation) {
        Sequence sequence = build(conversation, false);
        if (sequence.learnedTokens() == 0 && sequence.learnedImages() == 0) {
            throw new ImagoException(
                    ErrorCode.NOTHING_TO_LEARN,
                    "sample " + conversation.id(),
                    "has no position that carries a loss, expected an assistant turn with content"
                            + " within the length limit");
        }
        return sequence;
    }

    /** A conversation up to the answer, for the model to go on. */
    public Sequence prompt(Conversation conversation) {
        return build(conversation, true);
    }

    private Sequence build(Conversation conversation, boolean openAnswer) {
        IntStream.Builder ids = IntStream.builder();
        IntStream.Builder labels = IntStream.builder();
        List<ImageSource> images = new ArrayList<>();
        for (Segment segment : template.render(conversation, openAnswer)) {
            for (int id : ids(segment)) {
                ids.add(id);
                labels.add(segment.learned() && id != Sequence.VISUAL ? id : Sequence.IGNORE);
            }
            if (segment instanceof ImageSegment image) {
                images.add(image.image().source());
            }
        }
        return expansion.expand(
                conversation.id(), ids.build().toArray(), labels.build().toArray(), images);
    }

    private int[] ids(Segment segment) {
        if (segment instanceof TextSegment text) {
            return tokenizer.encode(text.text());
        }
        return new int[] {special.imageStart(), Sequence.VISUAL, special.imageEnd()};
    }
}
