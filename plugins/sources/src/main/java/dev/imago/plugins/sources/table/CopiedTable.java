package dev.imago.plugins.sources.table;

import dev.imago.api.data.PictureReader;
import dev.imago.api.data.VideoReader;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.media.FileMedia;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.Indexed;
import dev.imago.plugins.sources.record.RecordSettings;
import dev.imago.plugins.sources.record.RecordSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a query's rows.
 *
 * @param place names the source in errors
 * @param root that image paths start from
 * @param folders that the query may read
 * @param settings how records are read
 */
record CopiedTable(String place, Path root, List<Path> folders, RecordSettings settings) {
    /**
     * Runs the query, unless its rows are there.
     *
     * @param query one SELECT
     * @param state changes when its rows do
     * @param ours whether the query is ours; a recipe's is looked at before it is run
     */
    RecordSource source(
            String query,
            String state,
            boolean ours,
            PictureReader pictures,
            VideoReader videos,
            IndexStore indexes) {
        TableCopies copies = new TableCopies(indexes.cache().resolveSibling("tables"));
        List<Path> open = new ArrayList<>(folders);
        open.add(copies.folder());
        Database database = Database.open(place, open);
        String checked = ours ? query : Query.require(query, database);
        Path copy = copies.of(checked, state, database);
        FieldNames names = new FieldNames(settings.columns());
        return new RecordSource(
                place,
                TableRecords.open(List.of(copy), database, names, place),
                new Indexed(indexes, copy, "copy"),
                settings,
                new FileMedia(root, settings, pictures, videos, indexes));
    }
}
