package dev.imago.runtime.sequence;

import java.util.List;

/**
 * One example as the model sees it. Arrays are not copied; don't change them.
 *
 * @param id of the sample
 * @param ids token ids, {@link #VISUAL} at visual positions
 * @param labels the id each position should have been predicted as, {@link #IGNORE} where nothing
 *     is learned; the model predicts the label of position t from position t-1
 * @param spans the images, in order
 * @param tokensPerImage K, the visual positions of each image
 */
public record Sequence(
        String id, int[] ids, int[] labels, List<ImageSpan> spans, int tokensPerImage) {
    /** Stands for an image in text ids, and for a visual position in a sequence. */
    public static final int VISUAL = -200;

    /** A label that carries no loss. */
    public static final int IGNORE = -100;

    /** Copies the list. */
    public Sequence {
        spans = List.copyOf(spans);
    }

    /** Positions. */
    public int length() {
        return ids.length;
    }

    /** Text positions that carry a loss. */
    public int learnedTokens() {
        int count = 0;
        for (int t = 1; t < labels.length; t++) {
            count += labels[t] == IGNORE ? 0 : 1;
        }
        return count;
    }

    /** Images the model is trained to draw. */
    public int learnedImages() {
        return (int) spans.stream().filter(ImageSpan::learned).count();
    }
}
