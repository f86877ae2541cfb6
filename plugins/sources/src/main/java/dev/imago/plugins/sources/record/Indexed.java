package dev.imago.plugins.sources.record;

import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.index.LongTable;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Keeps selections of records in indexes.
 *
 * @param indexes where they are kept
 * @param file beside which, and with which they change
 * @param state all else that the records depend on, as text
 */
public record Indexed(IndexStore indexes, Path file, String state) {
    /** The records that fit, found once. */
    Selection select(String shape, Records records, Predicate<Record> fits) {
        String key = "selection 2 " + shape + " " + state;
        String name = shape + "-" + IndexStore.hash(state);
        LongTable rows = indexes.open(file, name, key, 1, out -> records.select(fits, out::put));
        return new Selection(rows.rows(), index -> rows.get(index, 0));
    }
}
