package dev.imago.runtime.parity;

import dev.imago.runtime.sequence.ImageSpan;
import dev.imago.runtime.sequence.Sequence;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sequence of one position an image, as the reference writes it.
 *
 * @param ids one placeholder an image
 * @param labels the placeholder where an image is drawn
 */
record FormatIds(long[] ids, long[] labels) {
    /**
     * @param sequence with one position an image
     * @param marks whether to keep the marks around images, which Imago always writes
     */
    static FormatIds of(Sequence sequence, boolean marks) {
        long[] labels = Arrays.stream(sequence.labels()).asLongStream().toArray();
        boolean[] dropped = new boolean[labels.length];
        for (ImageSpan span : sequence.spans()) {
            labels[span.start()] = span.learned() ? Sequence.VISUAL : Sequence.IGNORE;
            dropped[span.start() - 1] = !marks;
            dropped[span.start() + 1] = !marks;
        }
        int[] kept = IntStream.range(0, labels.length).filter(t -> !dropped[t]).toArray();
        return new FormatIds(
                Arrays.stream(kept).mapToLong(t -> sequence.ids()[t]).toArray(), at(labels, kept));
    }

    /** Without the token behind each image, where one stands before the next. */
    FormatIds withoutTokensBehindImages() {
        int[] kept =
                IntStream.range(0, ids.length)
                        .filter(
                                t ->
                                        t == 0
                                                || ids[t - 1] != Sequence.VISUAL
                                                || ids[t] == Sequence.VISUAL)
                        .toArray();
        return new FormatIds(at(ids, kept), at(labels, kept));
    }

    private static long[] at(long[] values, int[] places) {
        return Arrays.stream(places).mapToLong(t -> values[t]).toArray();
    }

    /** Positions that are learned. */
    long learned() {
        return Arrays.stream(labels).filter(label -> label != Sequence.IGNORE).count();
    }
}
