package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.generate.Answerer;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ReportPart.Cell;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.world.FrameImage;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Scene;
import dev.imago.plugins.wardrobe.world.SceneImage;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The metric {@code wardrobe-questions}: every question by itself, greedily answered. */
public final class QuestionsMetric implements Metric {
    private static final int SHOWN = 24;
    private static final String WHAT_AT = "what_at";

    private final QuestionsConfig config;

    /** Built by a recipe. */
    @Inject
    public QuestionsMetric(QuestionsConfig config) {
        this.config = config;
    }

    /** A question with what it is about. */
    private record Asked(TaskItem item, Scene scene) {}

    /** A question with its answer. */
    private record Answered(Asked asked, String answer, double score) {
        String kind() {
            return asked.item().kind();
        }

        String expected() {
            return asked.item().expected().text();
        }
    }

    @Override
    public void measure(StageContext context) {
        TaskFormatter<VisualQuestion> formatter =
                context.formatter(config.task(), VisualQuestion.class);
        List<Answered> answered = new ArrayList<>();
        List<Asked> asked = ask(context, formatter);
        Answerer answerer = context.answerer();
        for (int from = 0; from < asked.size(); from += config.batchSize()) {
            int to = Math.min(asked.size(), from + config.batchSize());
            answered.addAll(answer(answerer, formatter, asked.subList(from, to)));
        }
        report(context, answered);
    }

    private List<Asked> ask(StageContext context, TaskFormatter<VisualQuestion> formatter) {
        Samples<VisualQuestion> samples =
                context.evaluationSamples(config.task(), VisualQuestion.class);
        List<Asked> asked = new ArrayList<>();
        for (long i = 0; i < Math.min(config.scenes(), samples.size()); i++) {
            VisualQuestion sample = samples.get(i);
            Scene scene = scene(sample.media().get(0));
            formatter.items(sample).forEach(item -> asked.add(new Asked(item, scene)));
        }
        return asked;
    }

    /** The scene of a picture, or that in which a video begins. */
    private static Scene scene(Part shown) {
        return shown instanceof Part.Video video
                ? FrameImage.of(video.frames().get(0)).still()
                : SceneImage.of(((Part.Image) shown).source()).scene();
    }

    private static List<Answered> answer(
            Answerer answerer, TaskFormatter<VisualQuestion> formatter, List<Asked> asked) {
        List<Conversation> requests = asked.stream().map(a -> a.item().request()).toList();
        List<Answerer.Answer> answers = answerer.answer(requests, Asking.NO_PICTURE);
        List<Answered> answered = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Turn turn = answers.get(i).turn();
            double score = formatter.score(asked.get(i).item(), turn);
            answered.add(new Answered(asked.get(i), turn.text(), score));
        }
        return answered;
    }

    private void report(StageContext context, List<Answered> answered) {
        KindScores scores = new KindScores();
        for (Answered a : answered) {
            double any = AnyGarment.score(a.asked().scene(), a.kind(), a.expected());
            scores.add(a.kind(), a.expected(), a.score(), any);
        }
        List<List<String>> rows = new ArrayList<>();
        scores.kinds()
                .forEach(
                        (name, kind) -> {
                            figures(context, "questions." + name, kind);
                            rows.add(row(name, kind));
                        });
        context.report(
                new ReportPart.Table(
                        title("Questions about test photos"),
                        List.of(
                                "kind",
                                "asked",
                                "right",
                                "chance",
                                "most frequent answer",
                                "any garment present"),
                        rows,
                        "Chance: any of the kind's answers by lot. Any garment present: answering"
                                + " about any garment of the picture instead of the one asked"
                                + " for."));
        if (scores.kinds().containsKey(WHAT_AT)) {
            context.report(confusion(answered));
        }
        context.report(sheet(answered));
    }

    /** Several of these metrics may stand in one report. */
    private String title(String words) {
        return words + " (" + config.task() + ")";
    }

    private static void figures(StageContext context, String name, KindScores.Kind kind) {
        context.figure(name, kind.accuracy());
        context.figure(name + ".chance", kind.chance());
        context.figure(name + ".most_frequent", kind.mostFrequent());
        if (!Double.isNaN(kind.anyPresent())) {
            context.figure(name + ".any_garment", kind.anyPresent());
        }
    }

    private static List<String> row(String name, KindScores.Kind kind) {
        return List.of(
                name,
                Integer.toString(kind.asked()),
                Percent.of(kind.accuracy()),
                Percent.of(kind.chance()),
                Percent.of(kind.mostFrequent()),
                Percent.of(kind.anyPresent()));
    }

    private static ReportPart confusion(List<Answered> answered) {
        List<String> labels =
                new ArrayList<>(Arrays.stream(Garment.values()).map(Garment::toString).toList());
        int other = labels.size();
        long[][] counts = new long[other + 1][other + 1];
        for (Answered a : answered) {
            if (a.kind().equals(WHAT_AT)) {
                int said = labels.indexOf(a.answer().toLowerCase(Locale.ROOT));
                counts[labels.indexOf(a.expected())][said < 0 ? other : said]++;
            }
        }
        labels.add("other");
        return new ReportPart.Confusion("What is at a place: asked and answered", labels, counts);
    }

    /** The first questions, one of each picture or video. */
    private ReportPart sheet(List<Answered> answered) {
        List<Cell> cells = new ArrayList<>();
        List<String> shown = List.of();
        for (Answered a : answered) {
            Conversation request = a.asked().item().request();
            List<String> ids = request.images().stream().map(ImageSource::id).toList();
            if (cells.size() < SHOWN && !ids.equals(shown)) {
                shown = ids;
                List<Picture> pictures = request.images().stream().map(ImageSource::load).toList();
                String mark = a.score() == 1 ? " ✓" : " ✗ (" + a.expected() + ")";
                cells.add(new Cell(pictures, Asking.words(request) + "\n" + a.answer() + mark));
            }
        }
        return new ReportPart.Sheet(
                title("Questions and answers"),
                cells,
                "What the model answered; in brackets the right answer where it differs.");
    }
}
