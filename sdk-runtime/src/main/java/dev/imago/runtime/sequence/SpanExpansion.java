package dev.imago.runtime.sequence;

import dev.imago.api.data.ImageSource;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Widens each image placeholder to K visual positions. An image is learned when the position before
 * it is the start mark and carries a loss. Where the length limit cuts, an image is kept whole or
 * dropped with everything behind it.
 */
public final class SpanExpansion {
    private final int imageStart;
    private final int tokensPerImage;
    private final int maxLength;

    /**
     * @param imageStart id of the mark before an image
     * @param tokensPerImage K
     * @param maxLength the most positions a sequence may have
     */
    public SpanExpansion(int imageStart, int tokensPerImage, int maxLength) {
        this.imageStart = imageStart;
        this.tokensPerImage = tokensPerImage;
        this.maxLength = maxLength;
    }

    /**
     * @param id of the sample
     * @param ids with one {@link Sequence#VISUAL} for each image
     * @param labels as many as ids
     * @param images as many as placeholders
     * @throws ImagoException with IMAGE_COUNT when the numbers differ
     */
    public Sequence expand(String id, int[] ids, int[] labels, List<ImageSource> images) {
        checkCount(id, ids, images.size());
        int capacity = ids.length + images.size() * (tokensPerImage - 1);
        int[] outIds = new int[capacity];
        int[] outLabels = new int[capacity];
        List<ImageSpan> spans = new ArrayList<>();
        int length = 0;
        for (int t = 0; t < ids.length && length < maxLength; t++) {
            if (ids[t] != Sequence.VISUAL) {
                outIds[length] = ids[t];
                outLabels[length++] = labels[t];
                continue;
            }
            if (length + tokensPerImage > maxLength) {
                break;
            }
            boolean learned = t > 0 && labels[t - 1] == imageStart;
            spans.add(new ImageSpan(length, images.get(spans.size()), learned));
            Arrays.fill(outIds, length, length + tokensPerImage, Sequence.VISUAL);
            Arrays.fill(outLabels, length, length + tokensPerImage, Sequence.IGNORE);
            length += tokensPerImage;
        }
        return new Sequence(
                id,
                Arrays.copyOf(outIds, length),
                Arrays.copyOf(outLabels, length),
                spans,
                tokensPerImage);
    }

    private static void checkCount(String id, int[] ids, int images) {
        long placeholders = Arrays.stream(ids).filter(token -> token == Sequence.VISUAL).count();
        if (placeholders != images) {
            throw new ImagoException(
                    ErrorCode.IMAGE_COUNT,
                    "sample " + id,
                    "has " + placeholders + " image placeholders but " + images + " images");
        }
    }
}
