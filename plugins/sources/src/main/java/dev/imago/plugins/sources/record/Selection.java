package dev.imago.plugins.sources.record;

import dev.imago.api.error.ImagoException;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Which records have a shape. A broken record is kept, so that it is told about and not passed
 * over.
 *
 * @param size how many have it
 * @param records where they stand
 */
record Selection(long size, Places records) {
    /** Records looked at side by side. */
    private static final int BLOCK = 1 << 14;

    /** Where the n-th of the selected records stands among all. */
    @FunctionalInterface
    interface Places {
        long at(long index);
    }

    /** All records. */
    static Selection all(long size) {
        return new Selection(size, index -> index);
    }

    /** Goes over all records, several at a time, and tells those that fit, in order. */
    static void find(long size, LongPredicate fits, LongConsumer found) {
        boolean[] fit = new boolean[BLOCK];
        for (long from = 0; from < size; from += BLOCK) {
            long start = from;
            int count = (int) Math.min(BLOCK, size - from);
            IntStream.range(0, count).parallel().forEach(i -> fit[i] = keeps(start + i, fits));
            for (int i = 0; i < count; i++) {
                if (fit[i]) {
                    found.accept(start + i);
                }
            }
        }
    }

    private static boolean keeps(long record, LongPredicate fits) {
        try {
            return fits.test(record);
        } catch (ImagoException broken) {
            return true;
        }
    }
}
