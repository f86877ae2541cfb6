package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import dev.imago.api.data.ImageSource;
import dev.imago.runtime.sequence.ImageSpan;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SpanExpansion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sequences of a recorded batch. Pictures are given out as the reference does: a row takes as
 * many as it has placeholders, and a row without any uses one up.
 *
 * @param all one for each row
 * @param used how many pictures were given out
 */
record RecordedSequences(List<Sequence> all, int used) {
    /**
     * @param pictures how many the case brings; 0 for a case without
     */
    static RecordedSequences of(ParityCase recorded, RecordedModel model, int pictures) {
        SpanExpansion expansion =
                new SpanExpansion(
                        model.settings().path("image_start_id").asInt(),
                        model.live().model().visual().tokens(),
                        recorded.at("/tokenizer_model_max_length").asInt(Integer.MAX_VALUE));
        NDArray ids = recorded.tensor("input_ids");
        int rows = (int) ids.getShape().get(0);
        int width = (int) ids.getShape().get(1);
        long[] tokens = ids.toLongArray();
        long[] labels = recorded.tensor("labels").toLongArray();
        long[] mask =
                recorded.hasTensor("attention_mask")
                        ? recorded.tensor("attention_mask").toLongArray()
                        : null;
        List<Sequence> all = new ArrayList<>();
        int used = 0;
        for (int b = 0; b < rows; b++) {
            int[] kept =
                    IntStream.range(b * width, (b + 1) * width)
                            .filter(i -> mask == null || mask[i] != 0)
                            .toArray();
            int[] own = IntStream.of(kept).map(i -> (int) tokens[i]).toArray();
            int[] learned = IntStream.of(kept).map(i -> (int) labels[i]).toArray();
            List<ImageSource> images = images(own, used);
            used += Math.max(images.size(), pictures == 0 ? 0 : 1);
            all.add(expansion.expand("row " + b, own, learned, images));
        }
        return new RecordedSequences(all, used);
    }

    private static List<ImageSource> images(int[] ids, int from) {
        long count = IntStream.of(ids).filter(id -> id == Sequence.VISUAL).count();
        List<ImageSource> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(new NumberedImage(from + i));
        }
        return images;
    }

    /** The pictures that stand in the sequences, in order. */
    long[] pictures() {
        return all.stream()
                .flatMap(sequence -> sequence.spans().stream())
                .map(ImageSpan::image)
                .mapToLong(image -> ((NumberedImage) image).index())
                .toArray();
    }

    int learnedImages() {
        return all.stream().mapToInt(Sequence::learnedImages).sum();
    }

    int learnedTokens() {
        return all.stream().mapToInt(Sequence::learnedTokens).sum();
    }

    /** Positions of the longest. */
    int width() {
        return all.stream().mapToInt(Sequence::length).max().orElseThrow();
    }
}
