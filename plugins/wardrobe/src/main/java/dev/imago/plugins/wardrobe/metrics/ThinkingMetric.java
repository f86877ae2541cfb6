package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Part;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.generate.Answerer;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * The metric {@code wardrobe-thinking}: questions about test photos, answered after a closer look,
 * and the same questions answered directly.
 */
public final class ThinkingMetric implements Metric {
    private final ThinkingConfig config;

    /** Built by a recipe. */
    @Inject
    public ThinkingMetric(ThinkingConfig config) {
        this.config = config;
    }

    @Override
    public void measure(StageContext context) {
        List<CloserLook> looks = looks(context);
        Answerer answerer = context.answerer();
        TaskFormatter<CloserLook> thinking = context.formatter(config.task(), CloserLook.class);
        TaskFormatter<VisualQuestion> direct =
                context.formatter(config.direct(), VisualQuestion.class);
        List<Answered> thought = ask(answerer, thinking, looks, Asking.ONE_PICTURE);
        List<VisualQuestion> plain = looks.stream().map(ThinkingMetric::plain).toList();
        List<Answered> straight = ask(answerer, direct, plain, Asking.NO_PICTURE);
        List<ThoughtAnswer> answers = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            CloserLook look = looks.get(i);
            answers.add(
                    new ThoughtAnswer(
                            look,
                            thought.get(i).answer(),
                            thought.get(i).score(),
                            straight.get(i).answer().turn().text(),
                            straight.get(i).score()));
        }
        ThinkingReport.write(context, answers, config.shown());
    }

    /** An answer with how right it is. */
    private record Answered(Answerer.Answer answer, double score) {}

    private List<CloserLook> looks(StageContext context) {
        Samples<CloserLook> samples = context.evaluationSamples(config.task(), CloserLook.class);
        List<CloserLook> looks = new ArrayList<>();
        for (long i = 0; i < Math.min(config.questions(), samples.size()); i++) {
            looks.add(samples.get(i));
        }
        return looks;
    }

    /** The same question without a look. */
    private static VisualQuestion plain(CloserLook look) {
        Exchange asked = new Exchange("direct", look.question(), look.answer(), List.of());
        return new VisualQuestion(look.id(), List.of(new Part.Image(look.image())), List.of(asked));
    }

    private <S extends Sample> List<Answered> ask(
            Answerer answerer,
            TaskFormatter<S> formatter,
            List<S> samples,
            GenerationOptions options) {
        List<TaskItem> items = samples.stream().map(s -> formatter.items(s).get(0)).toList();
        List<Answered> answered = new ArrayList<>();
        for (int from = 0; from < items.size(); from += config.batchSize()) {
            List<TaskItem> some =
                    items.subList(from, Math.min(items.size(), from + config.batchSize()));
            List<Answerer.Answer> answers =
                    answerer.answer(some.stream().map(TaskItem::request).toList(), options);
            for (int i = 0; i < some.size(); i++) {
                Answerer.Answer answer = answers.get(i);
                double score = formatter.score(some.get(i), answer.turn());
                answered.add(new Answered(answer, score));
            }
        }
        return answered;
    }
}
