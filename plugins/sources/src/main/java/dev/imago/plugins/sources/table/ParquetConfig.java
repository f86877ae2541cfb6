package dev.imago.plugins.sources.table;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.plugins.sources.record.RecordSettings;
import java.nio.file.Path;

/** Settings of Parquet files. */
@Doc(
        "Parquet files; images may be paths, bytes, or bytes with a path as hubs publish them. Reads"
                + " with DuckDB.")
public record ParquetConfig(
        @Doc(value = "a .parquet file, or a folder of them", required = true, existingPath = true)
                Path path,
        @Doc("which files of the folder, with *, {000..041} and {a,b}") String files,
        @Doc(
                        value =
                                "folder that image and video paths start from; that of the files when"
                                        + " left out",
                        existingPath = true)
                Path imageRoot,
        @Flat RecordSettings records) {
    /** Defaults and checks. */
    public ParquetConfig {
        Check.required(path, "path");
        files = Check.orDefault(files, "*.parquet");
        records = Check.orDefault(records, RecordSettings.usual());
    }
}
