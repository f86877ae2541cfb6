package dev.imago.runtime.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of {@code metrics.jsonl} over the steps.
 *
 * @param byStage points {@code [step, value]} by stage and then by figure, in the order of the file
 */
record MetricLines(Map<String, Map<String, List<double[]>>> byStage) {
    /** Reads the file; no file has no figures. */
    static MetricLines read(Path file) {
        MetricLines lines = new MetricLines(new LinkedHashMap<>());
        JsonMapper json = new JsonMapper();
        for (String line : JsonLines.of(file)) {
            try {
                lines.add(json.readTree(line));
            } catch (JsonProcessingException e) {
                throw new ImagoException(
                        ErrorCode.CORRUPT_FILE, file.toString(), "holds a line that is no JSON", e);
            }
        }
        return lines;
    }

    private void add(JsonNode line) {
        double step = line.path("step").asDouble();
        Map<String, List<double[]>> figures =
                byStage.computeIfAbsent(
                        line.path("stage").asText(), stage -> new LinkedHashMap<>());
        line.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNumber() && !field.getKey().equals("step")) {
                                figures.computeIfAbsent(field.getKey(), key -> new ArrayList<>())
                                        .add(new double[] {step, field.getValue().asDouble()});
                            }
                        });
    }
}
