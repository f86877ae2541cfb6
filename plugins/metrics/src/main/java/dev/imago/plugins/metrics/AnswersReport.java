package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ReportPart.Cell;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores of a task's answers, told as a table by kind, examples, and figures {@code answers.TASK}
 * and {@code answers.TASK.kind.KIND}. Holds a few numbers of each answer, and the examples.
 */
final class AnswersReport {
    private final AnswersConfig config;
    private final Bootstrap bootstrap;
    private final Scores all = new Scores();
    private final Map<String, Scores> kinds = new TreeMap<>();
    private final List<Cell> examples = new ArrayList<>();
    private int asked;

    AnswersReport(AnswersConfig config, Bootstrap bootstrap) {
        this.config = config;
        this.bootstrap = bootstrap;
    }

    /** Answers of one kind. */
    private static final class Scores {
        private final Growing scores = new Growing();
        private int parsed;

        void add(ScoredAnswer answer) {
            scores.add(answer.score());
            parsed += answer.parsed() ? 1 : 0;
        }

        int count() {
            return scores.values().length;
        }

        /** The share that has all parts; of no answers not a number. */
        double parsed() {
            return (double) parsed / count();
        }
    }

    /** How many answers there are. */
    int asked() {
        return asked;
    }

    void add(ScoredAnswer answer) {
        asked++;
        all.add(answer);
        kinds.computeIfAbsent(answer.item().kind(), kind -> new Scores()).add(answer);
        if (examples.size() < config.shown()) {
            examples.add(answer.cell());
        }
    }

    void tell(StageContext context) {
        List<List<String>> rows = new ArrayList<>();
        String name = "answers." + config.task();
        rows.add(row("all", all));
        tell(context, name, all);
        if (kinds.size() > 1) {
            kinds.forEach(
                    (kind, scores) -> {
                        rows.add(row(kind, scores));
                        tell(context, name + ".kind." + kind, scores);
                    });
        }
        context.report(
                new ReportPart.Table(
                        "Answers (" + config.task() + ")",
                        List.of("kind", "asked", "score", "parsed"),
                        rows,
                        note()));
        if (!examples.isEmpty()) {
            context.report(
                    new ReportPart.Sheet(
                            "Examples of answers (" + config.task() + ")",
                            examples,
                            "What was shown and drawn, what was asked, the parts of the answer, and"
                                    + " in brackets the right one where it differs."));
        }
    }

    private void tell(StageContext context, String name, Scores scores) {
        Measured score = bootstrap.mean(name, scores.scores.values());
        if (!Double.isFinite(score.value())) {
            return;
        }
        context.figure(name, score.value());
        if (score.hasInterval()) {
            context.figure(name + ".low", score.low());
            context.figure(name + ".high", score.high());
        }
        context.figure(name + ".parsed", scores.parsed());
        context.figure(name + ".count", scores.count());
    }

    private List<String> row(String kind, Scores scores) {
        Measured score = bootstrap.mean(kind, scores.scores.values());
        String told = percent(score.value());
        if (score.hasInterval()) {
            told += " (" + percent(score.low()) + " to " + percent(score.high()) + ")";
        }
        return List.of(kind, Integer.toString(scores.count()), told, percent(scores.parsed()));
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private String note() {
        return String.format(
                Locale.ROOT,
                "Score: as the task scores an answer, 0 to 1, on average. Parsed: answers that have"
                        + " the parts of a right one. In brackets: intervals that hold the true"
                        + " figure in %.4g%% of cases.",
                100 * bootstrap.confidence());
    }
}
