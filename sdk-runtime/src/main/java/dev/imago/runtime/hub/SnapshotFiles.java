package dev.imago.runtime.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which files a snapshot should have. A download notes all that the repository has beside the
 * snapshots, where other tools do not look; those of Hugging Face may have noted the same.
 */
final class SnapshotFiles {
    private final Path snapshot;
    private final Path noted;
    private final Path tree;

    /**
     * @param model all that is kept of the model
     * @param snapshot its folder of one commit
     */
    SnapshotFiles(Path model, Path snapshot) {
        String commit = snapshot.getFileName().toString();
        this.snapshot = snapshot;
        this.noted = model.resolve(".imago").resolve(commit + ".json");
        this.tree = model.resolve("trees").resolve(commit + ".json");
    }

    /** Notes all that the repository has. */
    void note(List<String> all) {
        try {
            Files.createDirectories(noted.getParent());
            Path part = Files.createTempFile(noted.getParent(), "files", ".part");
            new ObjectMapper().writeValue(part.toFile(), all);
            Files.move(part, noted, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, noted.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    /**
     * Whether all that should be there is there; a model of which nothing is of use is not.
     *
     * @param below only files of this folder count; empty for all
     */
    boolean areWhole(String below) {
        Optional<List<String>> all = all();
        if (all.isEmpty()) {
            return seemWhole(snapshot.resolve(below));
        }
        List<String> wanted = WantedFiles.of(all.get(), below);
        return !wanted.isEmpty()
                && wanted.stream().allMatch(name -> Files.exists(snapshot.resolve(name)));
    }

    /** All that the repository has; empty where nobody has noted it. */
    private Optional<List<String>> all() {
        List<String> names = new ArrayList<>();
        json(noted).ifPresent(ours -> ours.forEach(name -> names.add(name.asText())));
        if (names.isEmpty()) {
            json(tree)
                    .ifPresent(
                            root -> root.path("files").fieldNames().forEachRemaining(names::add));
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private static boolean seemWhole(Path folder) {
        List<String> names;
        try (Stream<Path> files = Files.walk(folder)) {
            names =
                    WantedFiles.of(
                            files.filter(Files::isRegularFile)
                                    .map(file -> folder.relativize(file).toString())
                                    .toList());
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, folder.toString(), "can't be listed: " + e, e);
        }
        return WantedFiles.haveWeights(names)
                && names.stream()
                        .filter(name -> name.endsWith(".index.json"))
                        .allMatch(name -> hasShards(folder.resolve(name)));
    }

    private static boolean hasShards(Path index) {
        JsonNode shards = json(index).map(root -> root.path("weight_map")).orElse(null);
        if (shards == null) {
            return false;
        }
        for (JsonNode shard : shards) {
            if (!Files.exists(index.resolveSibling(shard.asText()))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<JsonNode> json(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            // A note that can't be read says as little as none; the hub can be asked anew.
            return Optional.empty();
        }
    }
}
