package dev.imago.runtime.sequence;

import dev.imago.api.data.Conversation;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.SpecialTokens;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.data.SpecialWords;

/**
 * Conversations to sequences: rendered by the template, tokenised, images widened to K positions.
 */
public final class SequenceBuilder {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final boolean strict;
    private final SpecialWords special;
    private final int tokensPerImage;
    private final int maxLength;
    private final TooLong tooLong;
    private final boolean textOnly;
    private final SpanExpansion whole;
    private final SpanExpansion cut;

    /** As below; what is too long is cut. */
    public SequenceBuilder(
            Tokenizer tokenizer, ChatTemplate template, int tokensPerImage, int maxLength) {
        this(tokenizer, template, tokensPerImage, maxLength, TooLong.CUT);
    }

    /**
     * @param tokensPerImage K; 0 for a model of text only, which refuses images
     * @param maxLength the most positions a sequence may have
     * @param tooLong what is done with training examples of more
     */
    public SequenceBuilder(
            Tokenizer tokenizer,
            ChatTemplate template,
            int tokensPerImage,
            int maxLength,
            TooLong tooLong) {
        this(tokenizer, template, tokensPerImage, maxLength, tooLong, true);
    }

    private SequenceBuilder(
            Tokenizer tokenizer,
            ChatTemplate template,
            int tokensPerImage,
            int maxLength,
            TooLong tooLong,
            boolean strict) {
        this.strict = strict;
        this.tokensPerImage = tokensPerImage;
        this.tokenizer = tokenizer;
        this.template = template;
        this.maxLength = maxLength;
        this.tooLong = tooLong;
        this.special = new SpecialWords(tokenizer);
        this.textOnly = tokensPerImage == 0;
        SpecialTokens marks = textOnly ? SpecialTokens.NONE : SpecialTokens.of(tokenizer);
        int imageStart = marks.imageStart();
        this.whole = new SpanExpansion(imageStart, tokensPerImage, Integer.MAX_VALUE);
        this.cut = new SpanExpansion(imageStart, tokensPerImage, maxLength);
    }

    /** The same, but special tokens written in words are read as the tokens, not refused. */
    public SequenceBuilder readingSpecialTokens() {
        return new SequenceBuilder(tokenizer, template, tokensPerImage, maxLength, tooLong, false);
    }

    /** As {@link #fitted}, for those who need not know what is missing. */
    public Sequence training(Conversation conversation) {
        return fitted(conversation).sequence();
    }

    /**
     * A training example.
     *
     * @throws ImagoException with NOTHING_TO_LEARN when no position carries a loss, with TOO_LONG
     *     when it can't be made to fit, with SPECIAL_TOKEN when one is written in its words
     */
    public Fitted fitted(Conversation conversation) {
        if (strict) {
            special.refuse(conversation);
        }
        SegmentTokens tokens = tokens(conversation, false);
        Sequence all = expanded(whole, conversation, tokens);
        if (all.length() <= maxLength) {
            return learnable(new Fitted(all, all.length(), 0, 0));
        }
        return switch (tooLong) {
            case CUT -> learnable(fitted(expanded(cut, conversation, tokens), all, 0));
            case DROP_TURNS -> dropped(conversation, all);
            case REFUSE -> throw tooLong(all, "");
        };
    }

    /** A conversation up to the answer, for the model to go on. */
    public Sequence prompt(Conversation conversation) {
        return expanded(cut, conversation, tokens(conversation, true));
    }

    private Fitted dropped(Conversation conversation, Sequence all) {
        int turns = conversation.turns().size();
        for (int kept = turns - 1; kept > 0; kept--) {
            if (conversation.turns().get(kept - 1).learned()) {
                Conversation begin =
                        new Conversation(conversation.id(), conversation.turns().subList(0, kept));
                Sequence sequence = expanded(whole, begin, tokens(begin, false));
                if (sequence.length() <= maxLength) {
                    return learnable(fitted(sequence, all, turns - kept));
                }
            }
        }
        throw tooLong(all, " even with its first answer as the last");
    }

    private static Fitted fitted(Sequence sequence, Sequence all, int droppedTurns) {
        int droppedImages = all.spans().size() - sequence.spans().size();
        return new Fitted(sequence, all.length(), droppedTurns, droppedImages);
    }

    private static Fitted learnable(Fitted fitted) {
        Sequence sequence = fitted.sequence();
        if (sequence.learnedTokens() > 0 || sequence.learnedImages() > 0) {
            return fitted;
        }
        throw new ImagoException(
                ErrorCode.NOTHING_TO_LEARN,
                "sample " + sequence.id(),
                "has no position that carries a loss, expected an assistant turn with content"
                        + " within the length limit");
    }

    private ImagoException tooLong(Sequence all, String addition) {
        return new ImagoException(
                ErrorCode.TOO_LONG,
                "sample " + all.id(),
                "has "
                        + all.length()
                        + " positions, more than the "
                        + maxLength
                        + " of max_length or of the model"
                        + addition);
    }

    private SegmentTokens tokens(Conversation conversation, boolean openAnswer) {
        SegmentTokens tokens =
                SegmentTokens.of(template.render(conversation, openAnswer), tokenizer);
        if (textOnly && !tokens.images().isEmpty()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "sample " + conversation.id(),
                    "has an image, but the model has no encoder: it reads and writes text only");
        }
        return tokens;
    }

    private static Sequence expanded(
            SpanExpansion expansion, Conversation conversation, SegmentTokens tokens) {
        return expansion.expand(conversation.id(), tokens.ids(), tokens.labels(), tokens.images());
    }
}
