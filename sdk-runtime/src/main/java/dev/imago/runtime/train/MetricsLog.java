package dev.imago.runtime.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.train.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tracker that writes {@code metrics.jsonl}: one JSON object a line. */
public final class MetricsLog implements Tracker {
    private final Path file;
    private final ObjectMapper json = new ObjectMapper();

    /** Appends to a file, made when the first line is written. */
    public MetricsLog(Path file) {
        this.file = file;
    }

    @Override
    public void log(String stage, long step, Map<String, Double> figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("stage", stage);
        line.put("step", step);
        line.putAll(figures);
        try {
            Files.writeString(
                    file,
                    json.writeValueAsString(line) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Drops lines of a stage from steps after a checkpoint, which will be written again. */
    public void rewind(String stage, long step) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> kept =
                    Files.readAllLines(file).stream().filter(l -> keeps(l, stage, step)).toList();
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(temporary, kept);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private boolean keeps(String line, String stage, long step) {
        try {
            JsonNode node = json.readTree(line);
            return !stage.equals(node.path("stage").asText()) || node.path("step").asLong() <= step;
        } catch (IOException e) {
            // A kill can leave half a last line; its step is run again.
            return false;
        }
    }

    private ImagoException failed(IOException e) {
        return new ImagoException(
                ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
    }
}
