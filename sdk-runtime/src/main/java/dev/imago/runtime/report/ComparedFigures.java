package dev.imago.runtime.report;

import dev.imago.api.train.ReportPart;
import dev.imago.runtime.report.RunReport.StageSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures that several stages of one type measured, side by side: a model beside its control.
 */
final class ComparedFigures {
    private ComparedFigures() {}

    /** A table for each type of which there are several stages with figures in common. */
    static List<ReportPart.Table> of(List<StageSummary> measured) {
        Map<String, List<StageSummary>> byType = new LinkedHashMap<>();
        measured.forEach(
                stage ->
                        byType.computeIfAbsent(stage.type(), type -> new ArrayList<>()).add(stage));
        List<ReportPart.Table> tables = new ArrayList<>();
        for (List<StageSummary> stages : byType.values()) {
            List<FigureTile> common = common(stages);
            if (stages.size() > 1 && !common.isEmpty()) {
                tables.add(table(stages, common));
            }
        }
        return tables;
    }

    private static List<FigureTile> common(List<StageSummary> stages) {
        return FigureTile.of(stages.get(0).figures()).stream()
                .filter(
                        tile ->
                                stages.stream()
                                        .allMatch(
                                                stage -> stage.figures().containsKey(tile.name())))
                .toList();
    }

    private static ReportPart.Table table(List<StageSummary> stages, List<FigureTile> common) {
        List<String> columns = new ArrayList<>(List.of("figure"));
        for (StageSummary stage : stages) {
            columns.add(stage.name() + (stage.of().isEmpty() ? "" : " (" + stage.of() + ")"));
        }
        boolean two = stages.size() == 2;
        if (two) {
            columns.add("difference");
        }
        List<List<String>> rows = new ArrayList<>();
        for (FigureTile tile : common) {
            List<String> row = new ArrayList<>(List.of(FigureTile.words(tile.name())));
            List<Double> values =
                    stages.stream().map(stage -> stage.figures().get(tile.name())).toList();
            values.forEach(value -> row.add(tile.text(value)));
            if (two) {
                row.add(signed(tile, values.get(0) - values.get(1)));
            }
            rows.add(row);
        }
        return new ReportPart.Table(
                "Compared",
                columns,
                rows,
                "Each measures the model that the stage in brackets left."
                        + (two ? " The difference is the first's lead over the second." : ""));
    }

    private static String signed(FigureTile tile, double difference) {
        return (difference > 0 ? "+" : "") + tile.text(difference);
    }
}
