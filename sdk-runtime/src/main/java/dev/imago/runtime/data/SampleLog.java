package dev.imago.runtime.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Samples with a reason, each listed once in a file of one JSON object a line. Thread-safe. */
final class SampleLog {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Set<String> lanes;
    private final Set<String> known = new HashSet<>();
    private final Map<ErrorCode, Long> reasons = new EnumMap<>(ErrorCode.class);

    /**
     * @param file what it lists already is known and not listed again
     * @param lanes names of those whose samples count; others in the file are left alone
     */
    SampleLog(Path file, Set<String> lanes) {
        this.file = file;
        this.lanes = lanes;
        if (Files.exists(file)) {
            readKnown();
        }
    }

    Path file() {
        return file;
    }

    synchronized long count() {
        return known.size();
    }

    synchronized Map<ErrorCode, Long> reasons() {
        return Map.copyOf(reasons);
    }

    /** Lists a sample, unless it is known. */
    synchronized void add(String lane, String task, String id, Problem problem) {
        if (!known.add(lane + "\n" + id)) {
            return;
        }
        reasons.merge(problem.code(), 1L, Long::sum);
        JsonNode line =
                JSON.createObjectNode()
                        .put("data", lane)
                        .put("task", task)
                        .put("id", id)
                        .put("reason", problem.code().name())
                        .put("place", problem.place())
                        .put("message", problem.message());
        try {
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, file.toString(), "can't be written: " + e, e);
        }
    }

    private void readKnown() {
        try {
            String text = Files.readString(file);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            if (whole.length() < text.length()) {
                // The run was killed while it wrote the last line.
                Files.writeString(file, whole);
            }
            for (String line : whole.lines().toList()) {
                JsonNode entry = JSON.readTree(line);
                String lane = entry.path("data").asText();
                if (lanes.contains(lane)) {
                    known.add(lane + "\n" + entry.path("id").asText());
                    ErrorCode reason = ErrorCode.valueOf(entry.path("reason").asText());
                    reasons.merge(reason, 1L, Long::sum);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is not a list of samples with reasons; delete it to begin anew",
                    e);
        }
    }
}
