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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Samples that were skipped: each is counted once, by reason, and listed in {@code skipped.jsonl}.
 * Beyond a rate the run stops. Thread-safe.
 */
public final class BadSamples {
    /** A rate says little before this many samples were seen. */
    private static final long FEW = 1000;

    private static final JsonMapper JSON = new JsonMapper();

    private final double rate;
    private final long size;
    private final Set<String> lanes;
    private final Path file;
    private final AtomicLong seen = new AtomicLong();
    private final Set<String> known = new HashSet<>();
    private final Map<ErrorCode, Long> reasons = new EnumMap<>(ErrorCode.class);

    /**
     * @param rate the largest share of samples that may be skipped; 0 stops at the first
     * @param lanes whose samples are counted
     * @param file {@code skipped.jsonl}; what it lists already is known and not listed again
     */
    public BadSamples(double rate, List<? extends Lane<?>> lanes, Path file) {
        this.rate = rate;
        this.size = lanes.stream().mapToLong(lane -> lane.samples().size()).sum();
        this.lanes = lanes.stream().map(Lane::name).collect(Collectors.toSet());
        this.file = file;
        if (Files.exists(file)) {
            readKnown();
        }
    }

    /** How many samples were skipped, by reason. */
    public synchronized Map<ErrorCode, Long> reasons() {
        return Map.copyOf(reasons);
    }

    /** How many samples were skipped. */
    public synchronized long count() {
        return known.size();
    }

    /** The run has come to a position; a run that goes on starts with a high one. */
    void reach(long position) {
        seen.accumulateAndGet(position + 1, Math::max);
    }

    /** Notes a sample that failed; other than problems of data are thrown on. */
    synchronized void skip(Lane<?> lane, long index, ImagoException failure) {
        Problem problem = failure.problems().get(0);
        boolean stop = problem.code() == ErrorCode.TOO_MANY_BAD_SAMPLES;
        if (stop || problem.code().kind() != ErrorCode.Kind.DATA) {
            throw failure;
        }
        String id = lane.samples().id(index);
        if (known.add(lane.name() + "\n" + id)) {
            reasons.merge(problem.code(), 1L, Long::sum);
            list(lane, id, problem);
        }
        long allowed = allowed();
        if (known.size() > allowed) {
            throw tooMany(lane.place(index), problem, allowed);
        }
    }

    private long allowed() {
        long samples = Math.min(size, Math.max(FEW, seen.get()));
        return rate <= 0 ? 0 : Math.max(1, (long) Math.floor(rate * samples));
    }

    private ImagoException tooMany(String place, Problem last, long allowed) {
        String message =
                known.size()
                        + " samples can't be used, more than the "
                        + allowed
                        + " that a rate of "
                        + rate
                        + " allows by now; by reason "
                        + reasons
                        + "; the last is "
                        + last.message();
        String hint = "All are listed in " + file + "; delete it when they are mended.";
        return new ImagoException(
                List.of(new Problem(ErrorCode.TOO_MANY_BAD_SAMPLES, place, message, hint)));
    }

    private void list(Lane<?> lane, String id, Problem problem) {
        JsonNode line =
                JSON.createObjectNode()
                        .put("data", lane.name())
                        .put("task", lane.task())
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
                    "is not a list of skipped samples; delete it to begin anew",
                    e);
        }
    }
}
