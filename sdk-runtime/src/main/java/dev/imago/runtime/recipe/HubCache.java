package dev.imago.runtime.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Finds {@code hf://org/name} in the local cache of Hugging Face, as its own tools lay it out.
 * Nothing is downloaded: a run never depends on a network.
 */
public final class HubCache {
    private static final String SCHEME = "hf://";

    private final Path folder;

    /** The cache that {@code HF_HUB_CACHE} or {@code HF_HOME} names, or the usual one. */
    public HubCache(Map<String, String> environment) {
        if (environment.containsKey("HF_HUB_CACHE")) {
            this.folder = Path.of(environment.get("HF_HUB_CACHE"));
        } else if (environment.containsKey("HF_HOME")) {
            this.folder = Path.of(environment.get("HF_HOME"), "hub");
        } else {
            this.folder = Path.of(System.getProperty("user.home"), ".cache/huggingface/hub");
        }
    }

    /** Whether a text is such an address. */
    public static boolean isAddress(String written) {
        return written.startsWith(SCHEME);
    }

    /** The model's folder; where the cache has none, the path at which it would be. */
    public Path find(String address) {
        String name = address.substring(SCHEME.length()).replace("/", "--");
        Path model = folder.resolve("models--" + name);
        try {
            String revision = Files.readString(model.resolve("refs/main")).strip();
            return model.resolve("snapshots").resolve(revision);
        } catch (IOException e) {
            // Not in the cache; whoever needs it says so with the path.
            return model;
        }
    }
}
