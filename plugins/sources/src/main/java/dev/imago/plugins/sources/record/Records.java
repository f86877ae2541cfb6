package dev.imago.plugins.sources.record;

import java.util.function.ToLongFunction;
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

    /** Hears of each record in order. */
    @FunctionalInterface
    interface Sifted {
        /**
         * @param lacks 0 where it fits
         */
        void record(long index, long lacks);
    }

    /**
     * Tells, in order, what each record lacks; 0, too, where it can't be read. Bytes of images may
     * be left out of the records.
     *
     * @param lacks what a record lacks, as a number; may be asked by several threads
     */
    default void sift(ToLongFunction<Record> lacks, Sifted told) {
        long[] found = new long[BLOCK];
        for (long from = 0; from < size(); from += BLOCK) {
            long start = from;
            int count = (int) Math.min(BLOCK, size() - from);
            IntStream.range(0, count)
                    .parallel()
                    .forEach(
                            i ->
                                    found[i] =
                                            Selection.lacking(
                                                    () -> lacks.applyAsLong(get(start + i))));
            for (int i = 0; i < count; i++) {
                told.record(start + i, found[i]);
            }
        }
    }
}
