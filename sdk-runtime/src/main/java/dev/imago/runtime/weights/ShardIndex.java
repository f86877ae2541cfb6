package dev.imago.runtime.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An index of shards, as Hugging Face writes it: which tensor lies in which file beside it. */
final class ShardIndex {
    private final Path index;
    private final Map<String, String> shards;

    private ShardIndex(Path index, Map<String, String> shards) {
        this.index = index;
        this.shards = shards;
    }

    /**
     * Reads an index.
     *
     * @throws ImagoException CORRUPT_FILE with every shard that is missing
     */
    static ShardIndex read(Path index) throws IOException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(index.toFile());
        } catch (JsonProcessingException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, index.toString(), "is not valid JSON", e);
        }
        Map<String, String> shards = new LinkedHashMap<>();
        root.path("weight_map")
                .properties()
                .forEach(entry -> shards.put(entry.getKey(), entry.getValue().asText()));
        if (shards.isEmpty()) {
            throw SafetensorsHeader.corrupt(index, "", "has no weight_map");
        }
        ShardIndex read = new ShardIndex(index, shards);
        read.requireFiles();
        return read;
    }

    private void requireFiles() throws IOException {
        List<String> present;
        try (Stream<Path> files = Files.list(index.toAbsolutePath().getParent())) {
            present = files.map(file -> file.getFileName().toString()).toList();
        }
        List<String> strangers =
                present.stream().filter(name -> !shards.containsValue(name)).toList();
        List<Problem> problems = new ArrayList<>();
        for (String shard : new TreeSet<>(shards.values())) {
            // A name with a folder in it is no neighbour, and might lead anywhere.
            if (!present.contains(shard)) {
                problems.add(
                        new Problem(
                                ErrorCode.CORRUPT_FILE,
                                index.toString(),
                                "names a missing shard " + shard + ".",
                                NearestName.question(shard, strangers)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    /** The shards, sorted by name. */
    List<Path> files() {
        return new TreeSet<>(shards.values()).stream().map(index::resolveSibling).toList();
    }

    /**
     * That the shards have what the index promises.
     *
     * @throws ImagoException CORRUPT_FILE with every tensor that none has
     */
    void require(Set<String> found) {
        List<Problem> problems =
                shards.entrySet().stream()
                        .filter(entry -> !found.contains(entry.getKey()))
                        .map(
                                entry ->
                                        Problem.of(
                                                ErrorCode.CORRUPT_FILE,
                                                index.resolveSibling(entry.getValue())
                                                        + ", "
                                                        + entry.getKey(),
                                                "is not in its shard."))
                        .toList();
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }
}
