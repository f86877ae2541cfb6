package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ReportPart.Cell;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is told of answers after a closer look. */
final class ThinkingReport {
    private ThinkingReport() {}

    static void write(StageContext context, List<ThoughtAnswer> answers, int shown) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(context, "", answers));
        rows.add(row(context, ".garment", some(answers, true)));
        rows.add(row(context, ".colour", some(answers, false)));
        context.report(
                new ReportPart.Table(
                        "Thinking visually about test photos",
                        List.of("asked for", "asked", "looked", "right after a look", "directly"),
                        rows,
                        "The same questions twice. Looked: a picture was drawn before the"
                                + " answer."));
        context.report(sheet(answers.subList(0, Math.min(shown, answers.size()))));
    }

    private static List<ThoughtAnswer> some(List<ThoughtAnswer> answers, boolean garment) {
        return answers.stream().filter(answer -> answer.asksGarment() == garment).toList();
    }

    private static List<String> row(
            StageContext context, String kind, List<ThoughtAnswer> answers) {
        double looked = mean(answers, answer -> Math.min(1, answer.thought().pictures().size()));
        double after = mean(answers, ThoughtAnswer::score);
        double directly = mean(answers, ThoughtAnswer::directScore);
        if (!answers.isEmpty()) {
            context.figure("thinking" + kind, after);
            context.figure("thinking" + kind + ".looked", looked);
            context.figure("thinking" + kind + ".direct", directly);
        }
        return List.of(
                kind.isEmpty() ? "all" : kind.substring(1),
                Integer.toString(answers.size()),
                Percent.of(looked),
                Percent.of(after),
                Percent.of(directly));
    }

    private static double mean(
            List<ThoughtAnswer> answers, ToDoubleFunction<ThoughtAnswer> figure) {
        return answers.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static ReportPart sheet(List<ThoughtAnswer> answers) {
        return new ReportPart.Sheet(
                "Closer looks",
                answers.stream().map(ThinkingReport::cell).toList(),
                "The picture asked about, the look that was drawn, the right look. In brackets the"
                        + " right answer where it differs, and what was answered directly.");
    }

    private static Cell cell(ThoughtAnswer answer) {
        List<Picture> pictures = new ArrayList<>();
        pictures.add(answer.look().image().load());
        answer.thought().pictures().stream().limit(1).forEach(pictures::add);
        pictures.add(answer.look().look().load());
        String given = answer.thought().turn().text().strip();
        String mark = answer.score() == 1 ? "✓" : "✗ (" + answer.look().answer() + ")";
        String words =
                String.format(
                        "%s\n%s %s (directly: %s)",
                        answer.look().question(), given, mark, answer.direct());
        return new Cell(pictures, words);
    }
}
