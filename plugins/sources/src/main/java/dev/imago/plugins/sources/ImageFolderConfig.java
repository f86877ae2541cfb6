package dev.imago.plugins.sources;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.plugins.sources.record.RecordSettings;
import java.nio.file.Path;

/** Settings of folders of images. */
@Doc(
        "A folder of images with metadata.jsonl or metadata.csv (file_name and further columns), or"
                + " with a .txt of the same name beside each image as its caption.")
public record ImageFolderConfig(
        @Doc(
                        value = "the folder; those in it are looked through, too",
                        required = true,
                        existingPath = true)
                Path path,
        @Doc(
                        "what is the caption of images without metadata: the .txt beside them, or"
                                + " the name of their folder")
                Captions captions,
        @Flat RecordSettings records) {
    /** Where captions come from. */
    public enum Captions {
        /** A .txt file beside the image. */
        FILES,
        /** The name of the folder. */
        FOLDERS
    }

    /** Defaults and checks. */
    public ImageFolderConfig {
        Check.required(path, "path");
        captions = Check.orDefault(captions, Captions.FILES);
        records = Check.orDefault(records, RecordSettings.usual());
    }
}
