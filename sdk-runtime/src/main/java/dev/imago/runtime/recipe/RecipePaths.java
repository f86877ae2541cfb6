package dev.imago.runtime.recipe;

import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.hub.HubCache;
import dev.imago.runtime.plugin.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Resolves the paths of a recipe: a relative path is taken from the folder of the file it is
 * written in where it exists there, and from the current directory otherwise. A path on the command
 * line is taken from the current directory. {@code hf://org/name@revision} is that model in the
 * local cache of Hugging Face, {@code hf://org/name/file} one of its files.
 */
public final class RecipePaths {
    private final HubCache hub;

    /** Paths with the hub cache that this process's environment names. */
    public RecipePaths() {
        this(System.getenv());
    }

    /** Paths with the hub cache that an environment names. */
    public RecipePaths(Map<String, String> environment) {
        this.hub = new HubCache(environment);
    }

    Path resolve(String written, RecipeSource source) {
        if (HubAddress.isAddress(written)) {
            return hub.find(HubAddress.of(written));
        }
        Path path = Path.of(written);
        if (path.isAbsolute() || source.folder() == null) {
            return path;
        }
        Path beside = source.folder().resolve(path).normalize();
        return Files.exists(beside) ? beside : path;
    }

    /** Whether what was written is there; of a model of the hub, all of it. */
    boolean exists(String written, Path resolved) {
        return HubAddress.isAddress(written)
                ? hub.has(HubAddress.of(written))
                : Files.exists(resolved);
    }

    /** The name next to a missing one that it was probably meant to be, as a question. */
    static String nearby(Path missing) {
        Path folder = missing.toAbsolutePath().getParent();
        if (folder == null || missing.getFileName() == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            return NearestName.question(missing.getFileName().toString(), names);
        } catch (IOException e) {
            // The hint is a kindness; the problem itself is told without it.
            return "";
        }
    }
}
