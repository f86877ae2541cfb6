package dev.imago.plugins.sources;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.plugins.sources.record.RecordSettings;
import java.nio.file.Path;

/** Settings of WebDataset archives. */
@Doc(
        "WebDataset archives: the files of one name are a sample, such as 0001.jpg with 0001.txt or"
                + " 0001.json.")
public record WebDatasetConfig(
        @Doc(value = "a .tar file, or a folder of them", required = true, existingPath = true)
                Path path,
        @Doc("which files of the folder, with *, {000..041} and {a,b}") String files,
        @Flat RecordSettings records) {
    /** Defaults and checks. */
    public WebDatasetConfig {
        Check.required(path, "path");
        files = Check.orDefault(files, "*.tar");
        records = Check.orDefault(records, RecordSettings.usual());
    }
}
