package dev.imago.api.generate;

import dev.imago.api.Api;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Turn;

/** What happens while a model answers, in order. */
@Api(status = Api.Status.STABLE, since = "0.1")
public sealed interface GenerationEvent {
    /** More text. */
    record TextDelta(String text) implements GenerationEvent {}

    /** The model began image {@code index} (0-based) of {@code tokens} visual tokens. */
    record ImageStarted(int index, int tokens) implements GenerationEvent {}

    /**
     * One visual token of an image.
     *
     * @param image 0-based
     * @param position 0..K-1
     * @param values the token, D numbers
     */
    record VisualToken(int image, int position, float[] values) implements GenerationEvent {}

    /**
     * An image is being rendered, by a decoder that takes steps.
     *
     * @param index 0-based
     * @param step how many are done
     * @param steps in all
     * @param preview small, of what is coming
     */
    record ImageProgress(int index, int step, int steps, Picture preview)
            implements GenerationEvent {}

    /**
     * An image is drawn.
     *
     * @param index 0-based
     * @param picture rendered by the decoder; null when the model has none
     */
    record ImageReady(int index, Picture picture) implements GenerationEvent {}

    /**
     * An answer was only a step of a task, see {@link dev.imago.api.data.TaskFormatter#next}: more
     * was asked, and images are counted anew.
     *
     * @param finished how the step ended
     * @param request what is asked next, with all steps before
     */
    record NextStep(Finished finished, Conversation request) implements GenerationEvent {}

    /**
     * The end; always the last event.
     *
     * @param reason why it ended
     * @param answer the whole turn
     * @param usage what it took
     */
    record Finished(Reason reason, Turn answer, Usage usage) implements GenerationEvent {}

    /** Why an answer ended. */
    enum Reason {
        /** The model ended its turn. */
        STOP,
        /** A limit of the options or of the context was reached. */
        LENGTH,
        /** The caller cancelled. */
        CANCELLED
    }

    /**
     * What an answer took.
     *
     * @param promptPositions text and visual positions read
     * @param textTokens written
     * @param visualTokens written
     * @param prefillSeconds until the first token
     * @param seconds in all, rendering included
     */
    record Usage(
            int promptPositions,
            int textTokens,
            int visualTokens,
            double prefillSeconds,
            double seconds) {}
}
