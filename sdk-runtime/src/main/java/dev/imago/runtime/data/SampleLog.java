package dev.imago.runtime.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Samples with a reason, each listed once in a file of one JSON object a line. Thread-safe. */
final class SampleLog {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Set<String> lanes;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Long> reasons = new TreeMap<>();

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

    /** How many have each reason, or each of its cases where there are some. */
    synchronized Map<String, Long> reasons() {
        return new TreeMap<>(reasons);
    }

    /**
     * A sample with a reason.
     *
     * @param index in its source: ids may repeat
     * @param cases of the reason; empty where it has none
     */
    record Entry(
            String lane,
            String task,
            long index,
            String id,
            Problem problem,
            Set<? extends Enum<?>> cases) {}

    /** Lists a sample, unless it is known. */
    synchronized void add(Entry entry) {
        if (!known.add(key(entry.lane(), entry.index()))) {
            return;
        }
        ObjectNode line =
                JSON.createObjectNode()
                        .put("data", entry.lane())
                        .put("task", entry.task())
                        .put("index", entry.index())
                        .put("id", entry.id())
                        .put("reason", entry.problem().code().name())
                        .put("place", entry.problem().place())
                        .put("message", entry.problem().message());
        if (!entry.cases().isEmpty()) {
            ArrayNode cases = line.putArray("cases");
            entry.cases().forEach(one -> cases.add(one.name()));
        }
        count(line);
        try {
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, file.toString(), "can't be written: " + e, e);
        }
    }

    private static String key(String lane, long index) {
        return lane + "\n" + index;
    }

    private void count(JsonNode line) {
        String reason = line.required("reason").asText();
        if (!line.has("cases")) {
            reasons.merge(reason, 1L, Long::sum);
        }
        line.path("cases").forEach(one -> reasons.merge(one.asText(), 1L, Long::sum));
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
                    known.add(key(lane, entry.required("index").longValue()));
                    count(entry);
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
