package dev.imago.plugins.sources.record;

import dev.imago.api.error.ImagoException;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which records have a shape. A broken record is kept, so that it is told about and not passed
 * over.
 *
 * @param size how many have it
 * @param records where they stand
 * @param leftOut how many of the others lack what (see {@link Shape#lacks})
 */
record Selection(long size, Places records, Map<Long, Long> leftOut) {
    /** A record that lacks nothing. */
    static final long FITS = 0;

    /** Where the n-th of the selected records stands among all. */
    @FunctionalInterface
    interface Places {
        long at(long index);
    }

    /** All records. */
    static Selection all(long size) {
        return new Selection(size, index -> index, Map.of());
    }

    /** What a record lacks; nothing where it is broken. */
    static long lacking(LongSupplier lacks) {
        try {
            return lacks.getAsLong();
        } catch (ImagoException broken) {
            return FITS;
        }
    }
}
