package dev.imago.plugins.sources.table;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.plugins.sources.record.RecordSettings;
import java.nio.file.Path;

/** Settings of CSV files. */
@Doc(
        "CSV files with names of columns in the first row; separator and quotes are found out. Read"
                + " with DuckDB, into a copy in the user's cache folder.")
public record CsvConfig(
        @Doc(value = "a .csv file, or a folder of them", required = true, existingPath = true)
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
    public CsvConfig {
        Check.required(path, "path");
        files = Check.orDefault(files, "*.csv");
        records = Check.orDefault(records, RecordSettings.usual());
    }
}
