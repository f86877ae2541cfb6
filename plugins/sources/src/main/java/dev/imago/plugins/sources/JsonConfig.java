package dev.imago.plugins.sources;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.plugins.sources.files.Folders;
import dev.imago.plugins.sources.record.RecordSettings;
import java.nio.file.Path;

/** Settings of JSON files. */
@Doc(
        "Records in a JSON or JSON-lines file: LLaVA's and ShareGPT's conversations, OpenAI's"
                + " messages, or fields such as question and answer.")
public record JsonConfig(
        @Doc(value = "the .json or .jsonl file", required = true, existingPath = true) Path path,
        @Doc(
                        value =
                                "folder that image and video paths start from; the file's own when"
                                        + " left out",
                        existingPath = true)
                Path imageRoot,
        @Flat RecordSettings records) {
    /** Defaults and checks. */
    public JsonConfig {
        Check.required(path, "path");
        imageRoot = Check.orDefault(imageRoot, Folders.of(path));
        records = Check.orDefault(records, RecordSettings.usual());
    }
}
