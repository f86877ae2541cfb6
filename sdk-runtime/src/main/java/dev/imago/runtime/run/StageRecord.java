package dev.imago.runtime.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * That a stage is finished, and what it measured. Written last, whole and then renamed: a stage
 * without it is run again, from its last checkpoint.
 *
 * @param hash of everything the stage depends on
 * @param seconds it took, over all its runs
 * @param figures by name, in the order they were measured
 */
record StageRecord(String hash, double seconds, Map<String, Double> figures) {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The record in a stage's folder, if the stage is finished with this hash. */
    static Optional<StageRecord> read(Path stage, String hash) {
        Path file = stage.resolve("stage.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(file.toFile());
            Map<String, Double> figures = new LinkedHashMap<>();
            node.path("figures")
                    .properties()
                    .forEach(f -> figures.put(f.getKey(), f.getValue().asDouble()));
            StageRecord record =
                    new StageRecord(
                            node.path("hash").asText(), node.path("seconds").asDouble(), figures);
            return hash.equals(record.hash()) ? Optional.of(record) : Optional.empty();
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is no stage record; delete it to run the stage again",
                    e);
        }
    }

    void write(Path stage) {
        Path temporary = stage.resolve("stage.json.tmp");
        try {
            JSON.writeValue(temporary.toFile(), this);
            Files.move(temporary, stage.resolve("stage.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, stage.toString(), "can't be written: " + e.getMessage(), e);
        }
    }
}
