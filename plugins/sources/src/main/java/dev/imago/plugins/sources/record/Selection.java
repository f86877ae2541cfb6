package dev.imago.plugins.sources.record;

import dev.imago.api.error.ImagoException;
import java.util.function.BooleanSupplier;

/**
 * Which records have a shape. A broken record is kept, so that it is told about and not passed
 * over.
 *
 * @param size how many have it
 * @param records where they stand
 */
record Selection(long size, Places records) {
    /** Where the n-th of the selected records stands among all. */
    @FunctionalInterface
    interface Places {
        long at(long index);
    }

    /** All records. */
    static Selection all(long size) {
        return new Selection(size, index -> index);
    }

    /** Whether a record fits, or is broken. */
    static boolean keeps(BooleanSupplier fits) {
        try {
            return fits.getAsBoolean();
        } catch (ImagoException broken) {
            return true;
        }
    }
}
