package dev.imago.plugins.sources;

import dev.imago.api.error.ImagoException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rows that have the shape a task takes. A broken row is kept, so that it is told about and not
 * passed over.
 */
final class RowSelection {
    private final int[] rows;

    private RowSelection(int[] rows) {
        this.rows = rows;
    }

    static RowSelection all(int size) {
        return new RowSelection(IntStream.range(0, size).toArray());
    }

    static RowSelection of(int size, IntPredicate fits) {
        return new RowSelection(
                IntStream.range(0, size).parallel().filter(row -> keeps(row, fits)).toArray());
    }

    private static boolean keeps(int row, IntPredicate fits) {
        try {
            return fits.test(row);
        } catch (ImagoException broken) {
            return true;
        }
    }

    int size() {
        return rows.length;
    }

    int row(long index) {
        return rows[Math.toIntExact(index)];
    }
}
