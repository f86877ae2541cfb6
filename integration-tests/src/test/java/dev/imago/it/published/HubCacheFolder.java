package dev.imago.it.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A cache of the hub as its own tools lay it out, for tests that may not fetch anything. */
record HubCacheFolder(Path folder) {
    private static final String COMMIT = "0123456789abcdef";

    /** The environment that names it. */
    Map<String, String> environment() {
        return Map.of("HF_HUB_CACHE", folder.toString());
    }

    /** An empty folder for the files of a model, {@code org/name}. */
    Path model(String name) throws IOException {
        Path model = folder.resolve("models--" + name.replace("/", "--"));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), COMMIT);
        return Files.createDirectories(model.resolve("snapshots").resolve(COMMIT));
    }
}
