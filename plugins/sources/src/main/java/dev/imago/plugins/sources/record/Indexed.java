package dev.imago.plugins.sources.record;

import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.index.LongTable;
import dev.imago.plugins.sources.index.LongTableWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Keeps selections of records in indexes.
 *
 * @param indexes where they are kept
 * @param file beside which, and with which they change
 * @param state all else that the records depend on, as text
 */
public record Indexed(IndexStore indexes, Path file, String state) {
    /**
     * The records that lack nothing, found once.
     *
     * @param lacks what a record lacks, as a number
     */
    Selection select(String shape, Records records, ToLongFunction<Record> lacks) {
        String key = "selection 3 " + shape + " " + state;
        String name = shape + "-" + IndexStore.hash(state);
        LongTable rows = indexes.open(file, name, key, 1, out -> sift(records, lacks, out));
        long end = rows.rows() - 1;
        long kinds = rows.get(end, 0);
        long size = end - 2 * kinds;
        Map<Long, Long> leftOut = new TreeMap<>();
        for (long at = size; at < end; at += 2) {
            leftOut.put(rows.get(at, 0), rows.get(at + 1, 0));
        }
        return new Selection(size, index -> rows.get(index, 0), leftOut);
    }

    /**
     * Those that fit; then each kind of what others lack, and how many; last the number of kinds.
     */
    private static void sift(Records records, ToLongFunction<Record> lacks, LongTableWriter out) {
        Map<Long, Long> leftOut = new TreeMap<>();
        records.sift(
                lacks,
                (index, lacking) -> {
                    if (lacking == Selection.FITS) {
                        out.put(index);
                    } else {
                        leftOut.merge(lacking, 1L, Long::sum);
                    }
                });
        leftOut.forEach(
                (lacking, count) -> {
                    out.put(lacking);
                    out.put(count);
                });
        out.put(leftOut.size());
    }
}
