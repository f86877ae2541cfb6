package dev.imago.plugins.sources;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.nio.file.Path;

/** Settings of LLaVA files. */
@Doc("Rows in LLaVA's layout: id, image or images, conversations; as JSON or JSON lines.")
public record LlavaConfig(
        @Doc(value = "the .json or .jsonl file", required = true, existingPath = true) Path path,
        @Doc(
                        value = "folder that image paths start from; the file's own when left out",
                        existingPath = true)
                Path imageRoot) {
    /** Defaults and checks. */
    public LlavaConfig {
        Check.required(path, "path");
        if (imageRoot == null) {
            Path folder = path.getParent();
            imageRoot = folder == null ? Path.of("") : folder;
        }
    }
}
