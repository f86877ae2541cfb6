package dev.imago.plugins.sources.record;

import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Records by index, in any order. Thread-safe. */
public interface Records {
    /** Records looked at side by side. */
    int BLOCK = 1 << 14;

    /** How many. */
    long size();

    /**
     * The record at an index.
     *
     * @throws dev.imago.api.error.ImagoException BAD_SAMPLE with its place when it can't be read
     */
    Record get(long index);

    /** What to call the record at an index when it can't be read, or has no id. */
    String unnamed(long index);

    /**
     * Tells, in order, at which indices a test holds; it also holds where it or the reading fails.
     * Bytes of images may be left out of the records. The test may be asked by several threads.
     */
    default void select(Predicate<Record> fits, LongConsumer found) {
        boolean[] fit = new boolean[BLOCK];
        for (long from = 0; from < size(); from += BLOCK) {
            long start = from;
            int count = (int) Math.min(BLOCK, size() - from);
            IntStream.range(0, count)
                    .parallel()
                    .forEach(i -> fit[i] = Selection.keeps(() -> fits.test(get(start + i))));
            for (int i = 0; i < count; i++) {
                if (fit[i]) {
                    found.accept(start + i);
                }
            }
        }
    }
}
