package dev.imago.plugins.sources.table;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.plugins.sources.record.RecordSettings;
import java.nio.file.Path;

/** Settings of queries. */
@Doc(
        "The rows of a query on files of a folder, in DuckDB's SQL. Run once, into a copy in the"
                + " user's cache folder; again when a file changes.")
public record SqlConfig(
        @Doc(
                        value =
                                "the folder: nothing else can be read, and image paths start from it",
                        required = true,
                        existingPath = true)
                Path root,
        @Doc(
                        value =
                                "one SELECT; {root} stands for the folder, as in FROM"
                                        + " '{root}/items.parquet'",
                        required = true)
                String query,
        @Doc(
                        "which files of the folder the query reads, with * and **; when one of them"
                                + " changes it is run again")
                String files,
        @Flat RecordSettings records) {
    /** Defaults and checks. */
    public SqlConfig {
        Check.required(root, "root");
        Check.required(query, "query");
        files = Check.orDefault(files, "**");
        records = Check.orDefault(records, RecordSettings.usual());
    }
}
