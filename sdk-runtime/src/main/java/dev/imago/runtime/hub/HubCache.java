package dev.imago.runtime.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local cache of Hugging Face, as its own tools lay it out: {@code blobs} by their hash, {@code
 * snapshots} of links to them by commit, {@code refs} from names to commits. Looking something up
 * downloads nothing: a run never depends on a network.
 */
public final class HubCache {
    private static final Pattern SNAPSHOT =
            Pattern.compile(".*/models--([^/]+?)--([^/]+)/snapshots/([^/]+)(?:/(.+))?");

    private final Path folder;

    /** The cache that {@code HF_HUB_CACHE} or {@code HF_HOME} names, or the usual one. */
    public HubCache(Map<String, String> environment) {
        this.folder =
                environment.containsKey("HF_HUB_CACHE")
                        ? Path.of(environment.get("HF_HUB_CACHE"))
                        : home(environment).resolve("hub");
    }

    /** Where Hugging Face's tools keep things. */
    static Path home(Map<String, String> environment) {
        if (environment.containsKey("HF_HOME")) {
            return Path.of(environment.get("HF_HOME"));
        }
        String cache = environment.get("XDG_CACHE_HOME");
        Path caches =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return caches.resolve("huggingface");
    }

    /** The model's folder or file; where the cache has none, the path at which it would be. */
    public Path find(HubAddress address) {
        return snapshot(address)
                .orElseGet(() -> snapshots(address).resolve(address.revision()))
                .resolve(address.file());
    }

    /** The model or file, by commit, that a path in a cache is; empty for other paths. */
    public static Optional<HubAddress> address(Path path) {
        Matcher matcher = SNAPSHOT.matcher(path.toString().replace('\\', '/'));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1) + "/" + matcher.group(2);
        String file = matcher.group(4) == null ? "" : matcher.group(4);
        return Optional.of(new HubAddress(name, matcher.group(3), file));
    }

    /**
     * Whether the model or file is there whole. What other tools brought says nothing of what it
     * should have: of that, weights must be there, and all files that an index names.
     */
    public boolean has(HubAddress address) {
        Optional<Path> snapshot = snapshot(address);
        if (snapshot.isEmpty()) {
            return false;
        }
        Path path = snapshot.get().resolve(address.file());
        return Files.isDirectory(path)
                ? new SnapshotFiles(model(address), snapshot.get()).areWhole(address.file())
                : Files.exists(path);
    }

    /** The folder of the revision's files, if a download of it was begun. */
    Optional<Path> snapshot(HubAddress address) {
        return commit(address)
                .map(commit -> snapshots(address).resolve(commit))
                .filter(Files::isDirectory);
    }

    /** The commit that the cache knows a revision as; a commit is itself. */
    private Optional<String> commit(HubAddress address) {
        Path named = ref(address);
        if (!Files.isRegularFile(named)) {
            return Optional.of(address.revision());
        }
        try {
            return Optional.of(Files.readString(named).strip());
        } catch (IOException e) {
            // As good as not there; whoever needs the model says so with the path.
            return Optional.empty();
        }
    }

    /** All that is kept of a model. */
    Path model(HubAddress address) {
        return folder.resolve("models--" + address.name().replace("/", "--"));
    }

    Path snapshots(HubAddress address) {
        return model(address).resolve("snapshots");
    }

    Path blobs(HubAddress address) {
        return model(address).resolve("blobs");
    }

    /** What keeps two processes from writing one blob. */
    Path lock(HubAddress address, String hash) {
        return folder.resolve(".locks")
                .resolve(model(address).getFileName())
                .resolve(hash + ".lock");
    }

    Path ref(HubAddress address) {
        return model(address).resolve("refs").resolve(address.revision());
    }
}
