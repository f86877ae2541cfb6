package dev.imago.runtime.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Batches of examples that are alike, so that little of a batch is padding. */
public final class LikeBatches {
    private LikeBatches() {}

    /**
     * @param examples of several steps
     * @param images whether an example has images; at most one batch holds both kinds
     * @param length positions of its sequence
     * @param batchSize examples of a batch
     * @return the batches: with images from the longest on, then without from the shortest on, so
     *     that those with both kinds are short ones; the same for the same input
     */
    public static <E> List<List<E>> of(
            List<E> examples, Predicate<E> images, ToIntFunction<E> length, int batchSize) {
        ToIntFunction<E> place =
                example ->
                        images.test(example)
                                ? -length.applyAsInt(example)
                                : length.applyAsInt(example);
        List<E> sorted = examples.stream().sorted(Comparator.comparingInt(place)).toList();
        List<List<E>> batches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += batchSize) {
            batches.add(sorted.subList(from, Math.min(from + batchSize, sorted.size())));
        }
        return batches;
    }
}
