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
import dev.imago.api.generate.TaskSteps;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * The metric {@code wardrobe-thinking}: questions about test photos, answered after closer looks of
 * one or more kinds, and the same questions answered directly.
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
        List<List<Thought>> ways = new ArrayList<>();
        for (String task : config.tasks()) {
            ways.add(
                    ask(
                            answerer,
                            context.formatter(task, CloserLook.class),
                            looks,
                            Asking.ONE_PICTURE));
        }
        List<VisualQuestion> plain = looks.stream().map(ThinkingMetric::plain).toList();
        List<Thought> direct =
                ask(
                        answerer,
                        context.formatter(config.direct(), VisualQuestion.class),
                        plain,
                        Asking.NO_PICTURE);
        List<ThoughtAnswer> answers = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            int at = i;
            List<Thought> thoughts = ways.stream().map(way -> way.get(at)).toList();
            answers.add(new ThoughtAnswer(looks.get(i), thoughts, direct.get(i)));
        }
        ThinkingReport.write(context, config.tasks(), answers, config.shown());
    }

    private List<CloserLook> looks(StageContext context) {
        Samples<CloserLook> samples =
                context.evaluationSamples(config.tasks().get(0), CloserLook.class);
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

    private <S extends Sample> List<Thought> ask(
            Answerer answerer,
            TaskFormatter<S> formatter,
            List<S> samples,
            GenerationOptions options) {
        List<TaskItem> items = samples.stream().map(s -> formatter.items(s).get(0)).toList();
        List<Thought> thoughts = new ArrayList<>();
        for (int from = 0; from < items.size(); from += config.batchSize()) {
            List<TaskItem> some =
                    items.subList(from, Math.min(items.size(), from + config.batchSize()));
            List<TaskSteps.Answered> answered =
                    TaskSteps.answer(
                            answerer,
                            formatter,
                            some.stream().map(TaskItem::request).toList(),
                            options);
            for (int i = 0; i < some.size(); i++) {
                thoughts.add(Thought.of(formatter, some.get(i), answered.get(i)));
            }
        }
        return thoughts;
    }
}
