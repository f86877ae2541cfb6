package dev.imago.runtime.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fills the local cache from the hub: what is there already is left, what was begun goes on, what
 * comes is checked by its hash. Several processes may fetch the same model at a time.
 */
public final class HubDownload {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final HubCache cache;
    private final HubSettings settings;
    private final HubClient client;
    private final HubListener listener;
    private final Duration patience;

    /** With the cache, endpoint and token that an environment names. */
    public HubDownload(Map<String, String> environment, HubListener listener) {
        this(environment, listener, Thread::sleep, PATIENCE);
    }

    HubDownload(
            Map<String, String> environment,
            HubListener listener,
            HubClient.Pause pause,
            Duration patience) {
        this.patience = patience;
        this.cache = new HubCache(environment);
        this.settings = HubSettings.of(environment);
        this.client = new HubClient(settings, listener, pause);
        this.listener = listener;
    }

    /**
     * The model from the cache; what the cache lacks is fetched. Without a network this works for
     * whatever was fetched whole.
     *
     * @throws ImagoException DOWNLOAD; FILE_NOT_FOUND where nothing may be fetched
     */
    public Path get(HubAddress address) {
        if (cache.has(address)) {
            return cache.find(address);
        }
        String revision =
                cache.snapshot(address)
                        .map(snapshot -> snapshot.getFileName().toString())
                        .orElse(address.revision());
        return fetch(address, revision, false);
    }

    /**
     * Fetches what the hub has now.
     *
     * @param all whether also what Imago has no use for
     * @return the folder in the cache, or the file
     */
    public Path fetch(HubAddress address, boolean all) {
        return fetch(address, address.revision(), all);
    }

    /**
     * @param revision the address's, or the commit that the cache has begun to keep of it
     */
    private Path fetch(HubAddress address, String revision, boolean all) {
        if (settings.offline()) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    address.toString(),
                    "is not whole in the local cache "
                            + cache.model(address)
                            + ", and HF_HUB_OFFLINE forbids to fetch it");
        }
        Listing listing = list(address, revision);
        List<String> wanted = wanted(address, listing.files(), all);
        Path snapshot = cache.snapshots(address).resolve(listing.commit());
        checkInside(snapshot, listing, address);
        new SnapshotFiles(cache.model(address), snapshot).note(listing.files());
        for (String file : wanted) {
            Path link = snapshot.resolve(file);
            if (!Files.exists(link)) {
                new HubFile(cache, client, listener, address, listing.commit(), patience)
                        .fetch(file, link);
            }
        }
        name(address, listing.commit());
        return snapshot.resolve(address.file());
    }

    private static void checkInside(Path snapshot, Listing listing, HubAddress address) {
        for (String file : listing.files()) {
            if (!snapshot.resolve(file).normalize().startsWith(snapshot.normalize())) {
                throw new ImagoException(
                        ErrorCode.DOWNLOAD, address.toString(), "lists a file outside: " + file);
            }
        }
    }

    private record Listing(String commit, List<String> files) {}

    private Listing list(HubAddress address, String revision) {
        String path = "/api/models/" + address.name() + "/revision";
        String place = address.whole().toString();
        URI uri = client.uri(path, revision);
        try (InputStream body = client.send("GET", uri, Map.of(), false, place).body()) {
            JsonNode root = new ObjectMapper().readTree(body);
            List<String> files = new ArrayList<>();
            root.path("siblings").forEach(file -> files.add(file.path("rfilename").asText()));
            String commit = root.path("sha").asText();
            if (!COMMIT.matcher(commit).matches() || files.contains("")) {
                throw new ImagoException(
                        ErrorCode.DOWNLOAD, place, "is answered with no list of files: " + path);
            }
            return new Listing(commit, files);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DOWNLOAD, place, "is answered with no JSON: " + path, e);
        }
    }

    private static List<String> wanted(HubAddress address, List<String> files, boolean all) {
        if (address.file().isEmpty()) {
            List<String> used = WantedFiles.of(files);
            if (all) {
                return files;
            }
            checkUsable(address, files, used);
            return used;
        }
        List<String> below =
                all
                        ? files.stream()
                                .filter(file -> file.startsWith(address.file() + "/"))
                                .toList()
                        : WantedFiles.of(files, address.file());
        if (!below.isEmpty()) {
            return below;
        }
        if (!files.contains(address.file())) {
            throw new ImagoException(
                    ErrorCode.DOWNLOAD,
                    address.toString(),
                    "has no such file. " + NearestName.question(address.file(), files));
        }
        return List.of(address.file());
    }

    /** GGUF files are whole models, usually many of which one is wanted. */
    private static void checkUsable(HubAddress address, List<String> files, List<String> used) {
        List<String> models =
                files.stream()
                        .filter(file -> file.toLowerCase(Locale.ROOT).endsWith(".gguf"))
                        .toList();
        if (!models.isEmpty() && !WantedFiles.haveWeights(used)) {
            throw new ImagoException(
                    List.of(
                            new Problem(
                                    ErrorCode.DOWNLOAD,
                                    address.toString(),
                                    "has only GGUF files; name one: " + address + "/FILE.",
                                    "There are: " + String.join(", ", models) + ".")));
        }
    }

    /** Last, so that a name never leads to a model whose files were not all asked for. */
    private void name(HubAddress address, String commit) {
        if (address.revision().equals(commit)) {
            return;
        }
        Path ref = cache.ref(address);
        try {
            Files.createDirectories(ref.getParent());
            Path part = Files.createTempFile(ref.getParent(), "ref", ".part");
            Files.writeString(part, commit);
            Files.move(part, ref, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, ref.toString(), "can't be written: " + e.getMessage(), e);
        }
    }
}
