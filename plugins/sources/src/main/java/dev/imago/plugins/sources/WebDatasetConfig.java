package dev.imago.plugins.sources;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.plugins.sources.files.Gigabytes;
import dev.imago.plugins.sources.record.RecordSettings;
import java.nio.file.Path;

/** Settings of WebDataset archives. */
@Doc(
        "WebDataset archives: the files of one name are a sample, such as 0001.jpg with 0001.txt or"
                + " 0001.json.")
public record WebDatasetConfig(
        @Doc(
                        value = "a .tar or .tar.gz file, or a folder of them",
                        required = true,
                        existingPath = true)
                Path path,
        @Doc("which files of the folder, with *, {000..041} and {a,b}") String files,
        @Doc(
                        "the most that compressed archives may take, unpacked once into the user's"
                                + " cache folder, in GB of 10^9 bytes; what was used longest ago"
                                + " makes room")
                Double unpackedGb,
        @Flat RecordSettings records) {
    /** Defaults and checks. */
    public WebDatasetConfig {
        Check.required(path, "path");
        files = Check.orDefault(files, "*.tar");
        unpackedGb = Gigabytes.check(unpackedGb, 20.0, "unpacked_gb");
        records = Check.orDefault(records, RecordSettings.usual());
    }

    /** What compressed archives may take, in bytes. */
    long unpackedBytes() {
        return Gigabytes.bytes(unpackedGb);
    }
}
