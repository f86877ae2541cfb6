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

/** Samples that could not be used: how many, why, and the first of them. */
final class SkippedSection {
    private static final int MOST = 100;

    private SkippedSection() {}

    static void render(Html html, Path skipped) {
        List<JsonNode> samples = read(skipped);
        if (samples.isEmpty()) {
            return;
        }
        Map<String, Long> reasons =
                samples.stream()
                        .collect(
                                Collectors.groupingBy(
                                        sample -> sample.path("reason").asText(),
                                        TreeMap::new,
                                        Collectors.counting()));
        html.open("section", "id", "skipped").element("h2", "Skipped samples");
        html.element("p", samples.size() + " samples could not be used: " + told(reasons) + ".");
        List<List<String>> rows = new ArrayList<>();
        samples.stream().limit(MOST).forEach(sample -> rows.add(row(sample)));
        String note =
                samples.size() > MOST ? "The first " + MOST + "; all are in " + skipped + "." : "";
        TablePart.render(
                html,
                new ReportPart.Table(
                        "", List.of("data", "task", "id", "reason", "message"), rows, note));
        html.close("section");
    }

    private static String told(Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
    }

    private static List<String> row(JsonNode sample) {
        List<String> row = new ArrayList<>();
        for (String key : List.of("data", "task", "id", "reason", "message")) {
            row.add(sample.path(key).asText());
        }
        return row;
    }

    private static List<JsonNode> read(Path skipped) {
        JsonMapper json = new JsonMapper();
        List<JsonNode> samples = new ArrayList<>();
        for (String line : JsonLines.of(skipped)) {
            try {
                samples.add(json.readTree(line));
            } catch (JsonProcessingException e) {
                throw new ImagoException(
                        ErrorCode.CORRUPT_FILE,
                        skipped.toString(),
                        "holds a line that is no JSON",
                        e);
            }
        }
        return samples;
    }
}
