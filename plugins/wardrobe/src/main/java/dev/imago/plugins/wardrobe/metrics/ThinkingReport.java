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

    static void write(
            StageContext context, List<String> tasks, List<ThoughtAnswer> answers, int shown) {
        List<String> columns = new ArrayList<>(List.of("asked for", "asked", "directly"));
        for (String task : tasks) {
            columns.addAll(List.of(task + ": looked", "right place", "right"));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(context, tasks, "", answers));
        rows.add(row(context, tasks, ".garment", some(answers, true)));
        rows.add(row(context, tasks, ".colour", some(answers, false)));
        context.report(
                new ReportPart.Table(
                        "Thinking visually about test photos",
                        columns,
                        rows,
                        "The same questions in each way. Looked: a closer look was drawn, or asked"
                                + " for and shown. Right place: what was shown is the part that the"
                                + " question is about."));
        context.report(sheet(tasks, answers.subList(0, Math.min(shown, answers.size()))));
    }

    private static List<ThoughtAnswer> some(List<ThoughtAnswer> answers, boolean garment) {
        return answers.stream().filter(answer -> answer.asksGarment() == garment).toList();
    }

    private static List<String> row(
            StageContext context, List<String> tasks, String kind, List<ThoughtAnswer> answers) {
        List<String> row = new ArrayList<>();
        row.add(kind.isEmpty() ? "all" : kind.substring(1));
        row.add(Integer.toString(answers.size()));
        row.add(figure(context, "thinking.direct" + kind, answers, a -> a.direct().score()));
        for (int t = 0; t < tasks.size(); t++) {
            int way = t;
            String name = "thinking." + tasks.get(t) + kind;
            row.add(figure(context, name + ".looked", answers, looked(way)));
            boolean crops = answers.stream().anyMatch(a -> a.thoughts().get(way).cropped());
            row.add(crops ? figure(context, name + ".found", answers, found(way)) : "");
            row.add(figure(context, name, answers, a -> a.thoughts().get(way).score()));
        }
        return row;
    }

    private static ToDoubleFunction<ThoughtAnswer> looked(int way) {
        return answer -> answer.thoughts().get(way).looked() ? 1 : 0;
    }

    private static ToDoubleFunction<ThoughtAnswer> found(int way) {
        return answer -> answer.thoughts().get(way).found(answer.look()) ? 1 : 0;
    }

    private static String figure(
            StageContext context,
            String name,
            List<ThoughtAnswer> answers,
            ToDoubleFunction<ThoughtAnswer> figure) {
        double mean = answers.stream().mapToDouble(figure).average().orElse(Double.NaN);
        if (!answers.isEmpty()) {
            context.figure(name, mean);
        }
        return Percent.of(mean);
    }

    private static ReportPart sheet(List<String> tasks, List<ThoughtAnswer> answers) {
        return new ReportPart.Sheet(
                "Closer looks",
                answers.stream().map(answer -> cell(tasks, answer)).toList(),
                "The picture asked about, the look that each task took, the right look. In brackets"
                        + " the right answer where it differs.");
    }

    private static Cell cell(List<String> tasks, ThoughtAnswer answer) {
        List<Picture> pictures = new ArrayList<>();
        pictures.add(answer.look().image().load());
        answer.thoughts().forEach(t -> t.look().ifPresent(look -> pictures.add(look.load())));
        pictures.add(answer.look().look().load());
        StringBuilder words = new StringBuilder(answer.look().question());
        words.append("\ndirectly: ").append(mark(answer, answer.direct()));
        for (int t = 0; t < tasks.size(); t++) {
            words.append('\n').append(tasks.get(t)).append(": ");
            words.append(mark(answer, answer.thoughts().get(t)));
        }
        return new Cell(pictures, words.toString());
    }

    private static String mark(ThoughtAnswer asked, Thought thought) {
        String right = thought.score() == 1 ? "✓" : "✗ (" + asked.look().answer() + ")";
        return thought.answer() + " " + right;
    }
}
