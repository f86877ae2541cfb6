package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ReportPart.Cell;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.world.EditKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is told of edits. */
final class EditsReport {
    private EditsReport() {}

    static void write(StageContext context, List<JudgedEdit> edits, int shown) {
        EditScores drawn = new EditScores();
        EditScores copied = new EditScores();
        EditScores best = new EditScores();
        for (JudgedEdit edit : edits) {
            drawn.add(edit.kind(), edit.drawn());
            copied.add(edit.kind(), edit.copied());
            best.add(edit.kind(), edit.best());
        }
        List<Redrawing> drawings = edits.stream().map(JudgedEdit::drawing).toList();
        figures(context, "edits", drawn);
        figures(context, "edits.copy", copied);
        figures(context, "edits.best", best);
        likeness(context, edits);
        context.figure("edits.cosine", Redrawing.cosine(drawings));
        context.figure("edits.copy.cosine", Redrawing.cosineOfCopy(drawings));
        context.report(table(drawn, copied, drawings));
        context.report(sheet(edits, shown));
    }

    private static void likeness(StageContext context, List<JudgedEdit> edits) {
        Map<EditKind, List<JudgedEdit>> kinds =
                edits.stream().collect(Collectors.groupingBy(JudgedEdit::kind));
        likeness(context, "edits.cosine", edits);
        kinds.forEach((kind, some) -> likeness(context, "edits." + kind + ".cosine", some));
    }

    private static void likeness(StageContext context, String name, List<JudgedEdit> edits) {
        mean(edits, EditLikeness::kept).ifPresent(m -> context.figure(name + ".kept", m));
        mean(edits, EditLikeness::changed).ifPresent(m -> context.figure(name + ".changed", m));
    }

    private static OptionalDouble mean(
            List<JudgedEdit> edits, Function<EditLikeness, List<Double>> which) {
        return edits.stream()
                .flatMap(edit -> which.apply(edit.likeness()).stream())
                .mapToDouble(Double::doubleValue)
                .average();
    }

    private static void figures(StageContext context, String name, EditScores scores) {
        figures(context, name, scores.all());
        scores.kinds().forEach((kind, count) -> figures(context, name + "." + kind, count));
    }

    private static void figures(StageContext context, String name, EditScores.Count count) {
        context.figure(name + ".changed", count.changed());
        context.figure(name + ".kept", count.kept());
        context.figure(name + ".both", count.both());
    }

    private static ReportPart table(EditScores drawn, EditScores copied, List<Redrawing> drawings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("all", drawn.all(), copied.all()));
        drawn.kinds()
                .forEach((k, count) -> rows.add(row(k.toString(), count, copied.kinds().get(k))));
        String note =
                String.format(
                        Locale.ROOT,
                        "Changed: what was asked for was done. Kept: all else is as it was."
                                + " Garments by the judge, who also takes the name that he gives to"
                                + " the wanted picture rendered; the rest by pixels. Cosine between"
                                + " drawn and wanted visual tokens: %.3f; of a copy of the picture"
                                + " shown: %.3f.",
                        Redrawing.cosine(drawings),
                        Redrawing.cosineOfCopy(drawings));
        List<String> columns =
                List.of("edit", "asked", "changed", "kept", "both", "copy: kept", "copy: both");
        return new ReportPart.Table("Edits of test scenes", columns, rows, note);
    }

    private static List<String> row(String name, EditScores.Count drawn, EditScores.Count copied) {
        return List.of(
                name,
                Integer.toString(drawn.edits()),
                Percent.of(drawn.changed()),
                Percent.of(drawn.kept()),
                Percent.of(drawn.both()),
                Percent.of(copied.kept()),
                Percent.of(copied.both()));
    }

    private static ReportPart sheet(List<JudgedEdit> edits, int shown) {
        List<Cell> cells = edits.stream().limit(shown).map(EditsReport::cell).toList();
        return new ReportPart.Sheet(
                "Edits", cells, "The picture shown, what was drawn, what was wanted.");
    }

    private static Cell cell(JudgedEdit edit) {
        List<Picture> pictures = new ArrayList<>(edit.drawing().shown());
        edit.drawing().drawn().ifPresent(drawn -> pictures.add(drawn.picture()));
        pictures.add(edit.drawing().real());
        String verdict =
                "changed " + mark(edit.drawn().changed()) + ", rest " + mark(edit.drawn().kept());
        return new Cell(pictures, edit.drawing().request() + "\n" + verdict);
    }

    private static String mark(boolean right) {
        return right ? "✓" : "✗";
    }
}
