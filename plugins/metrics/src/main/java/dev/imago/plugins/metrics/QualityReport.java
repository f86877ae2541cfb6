package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.Measured;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Figures by set of pictures, told as a table and as {@code pictures.SET.NAME}; of other tasks than
 * generate, as {@code pictures.TASK.SET.NAME}.
 */
final class QualityReport {
    private final String task;
    private final String prefix;
    private final double confidence;
    private final Map<String, Map<String, Measured>> figures = new LinkedHashMap<>();
    private final Map<String, int[]> counts = new LinkedHashMap<>();

    QualityReport(String task, double confidence) {
        boolean usual = task.equals(PictureQualityConfig.GENERATE);
        this.task = task;
        this.prefix = usual ? "pictures." : "pictures." + task + ".";
        this.confidence = confidence;
    }

    /** Counts pictures that were made of those that were asked for. */
    void count(String set, int made, int asked) {
        int[] so = counts.computeIfAbsent(set, s -> new int[2]);
        so[0] += made;
        so[1] += asked;
    }

    /** Adds figures of a set; those that are no numbers say nothing and are left out. */
    void add(String set, List<Measured> measured) {
        Map<String, Measured> own = figures.computeIfAbsent(set, s -> new LinkedHashMap<>());
        measured.stream()
                .filter(figure -> Double.isFinite(figure.value()))
                .forEach(figure -> own.put(figure.name(), figure));
    }

    void tell(StageContext context) {
        figures.forEach((set, own) -> own.values().forEach(figure -> tell(context, set, figure)));
        counts.forEach((set, so) -> context.figure(prefix + set + ".count", so[0]));
        context.report(table());
    }

    private void tell(StageContext context, String set, Measured figure) {
        String name = prefix + set + "." + figure.name();
        context.figure(name, figure.value());
        if (figure.hasInterval()) {
            context.figure(name + ".low", figure.low());
            context.figure(name + ".high", figure.high());
        }
    }

    private ReportPart table() {
        List<String> columns = new ArrayList<>(List.of("measure"));
        figures.keySet().forEach(set -> columns.add(set + " (" + counts.get(set)[0] + ")"));
        Set<String> names = new LinkedHashSet<>();
        figures.values().forEach(own -> names.addAll(own.keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name.replace('_', ' ')));
            figures.values().forEach(own -> row.add(cell(own.get(name))));
            rows.add(row);
        }
        return new ReportPart.Table("Quality of pictures (" + task + ")", columns, rows, note());
    }

    private static String cell(Measured figure) {
        if (figure == null) {
            return "";
        }
        String value = number(figure.value());
        return figure.hasInterval()
                ? value + " (" + number(figure.low()) + " to " + number(figure.high()) + ")"
                : value;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private String note() {
        StringBuilder note = new StringBuilder();
        counts.forEach(
                (set, so) -> {
                    if (so[0] < so[1]) {
                        note.append(so[1] - so[0])
                                .append(" of ")
                                .append(so[1])
                                .append(" ")
                                .append(set)
                                .append(" pictures that were asked for are missing. ");
                    }
                });
        return note.append("Decoded pictures are rendered from the true visual tokens: what they")
                .append(" lack is the decoder's. In brackets: intervals that hold the true figure")
                .append(String.format(Locale.ROOT, " in %.4g%% of cases.", 100 * confidence))
                .toString();
    }
}
