package dev.imago.runtime.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.train.ReportPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Samples that could not be used, or only in part: how many, why, and the first of them. */
final class SkippedSection {
    private static final int MOST = 100;
    private static final List<String> COLUMNS = List.of("data", "task", "id", "reason", "message");

    private SkippedSection() {}

    static void render(Html html, Path skipped) {
        Listed unused = Listed.of(skipped);
        Listed shortened = Listed.of(skipped.resolveSibling("shortened.jsonl"));
        if (unused.count() + shortened.count() == 0) {
            return;
        }
        html.open("section", "id", "skipped").element("h2", "Skipped samples");
        part(html, unused, "could not be used");
        part(html, shortened, "were too long and used only in part");
        html.close("section");
    }

    private static void part(Html html, Listed listed, String what) {
        if (listed.count() == 0) {
            return;
        }
        html.element("p", listed.count() + " samples " + what + ": " + listed.told() + ".");
        String note =
                listed.count() > MOST
                        ? "The first " + MOST + "; all are in " + listed.file() + "."
                        : "";
        TablePart.render(html, new ReportPart.Table("", COLUMNS, listed.rows(), note));
    }

    /** What a file lists. */
    private record Listed(
            Path file, long count, Map<String, Long> reasons, List<List<String>> rows) {
        static Listed of(Path file) {
            JsonMapper json = new JsonMapper();
            Map<String, Long> reasons = new TreeMap<>();
            List<List<String>> rows = new ArrayList<>();
            long count = 0;
            for (String line : JsonLines.of(file)) {
                try {
                    JsonNode sample = json.readTree(line);
                    count(sample, reasons);
                    if (count++ < MOST) {
                        rows.add(COLUMNS.stream().map(key -> sample.path(key).asText()).toList());
                    }
                } catch (JsonProcessingException e) {
                    throw new ImagoException(
                            ErrorCode.CORRUPT_FILE,
                            file.toString(),
                            "holds a line that is no JSON",
                            e);
                }
            }
            return new Listed(file, count, reasons, rows);
        }

        /** A reason counts by its cases, where it has some. */
        private static void count(JsonNode sample, Map<String, Long> reasons) {
            if (sample.has("cases")) {
                sample.path("cases").forEach(one -> reasons.merge(one.asText(), 1L, Long::sum));
            } else {
                reasons.merge(sample.path("reason").asText(), 1L, Long::sum);
            }
        }

        String told() {
            return reasons.entrySet().stream()
                    .map(reason -> reason.getValue() + " " + reason.getKey())
                    .collect(Collectors.joining(", "));
        }
    }
}
