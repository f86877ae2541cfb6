package dev.imago.plugins.metrics;

import dev.imago.api.data.Part;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.generate.Answerer;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.generate.TaskSteps;
import dev.imago.api.generate.TaskSteps.Answered;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The metric {@code answers}: every request that a task makes of its evaluation data, answered
 * greedily in as many steps as the task takes, parsed and scored by the task itself. Works for any
 * task and any data.
 */
public final class AnswersMetric implements Metric {
    private final AnswersConfig config;

    /** Built by a recipe. */
    @Inject
    public AnswersMetric(AnswersConfig config) {
        this.config = config;
    }

    @Override
    public void measure(StageContext context) {
        measure(context, context.formatter(config.task()));
    }

    private <S extends Sample> void measure(StageContext context, TaskFormatter<S> task) {
        Samples<S> samples = context.evaluationSamples(config.task(), task.sampleType());
        AnswersReport report =
                new AnswersReport(
                        config,
                        new Bootstrap(config.resamples(), config.confidence(), context.seed()));
        Answerer answerer = context.answerer();
        long count = Math.min(config.samples(), samples.size());
        List<TaskItem> open = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            open.addAll(task.items(samples.get(i)));
            while (open.size() >= config.batchSize()) {
                List<TaskItem> batch = open.subList(0, config.batchSize());
                answer(context, answerer, task, batch, report);
                batch.clear();
            }
        }
        if (!open.isEmpty()) {
            answer(context, answerer, task, open, report);
        }
        report.tell(context);
    }

    private void answer(
            StageContext context,
            Answerer answerer,
            TaskFormatter<?> task,
            List<TaskItem> items,
            AnswersReport report) {
        long seed = context.seed() + report.asked();
        GenerationOptions options =
                new GenerationOptions(
                        config.maxNewTokens(),
                        config.maxImages(),
                        0,
                        0,
                        1,
                        seed,
                        new RenderOptions(seed, 0, 0));
        List<Answered> answers =
                TaskSteps.answer(
                        answerer, task, items.stream().map(TaskItem::request).toList(), options);
        for (int i = 0; i < items.size(); i++) {
            TaskItem item = items.get(i);
            Answered answered = answers.get(i);
            Map<String, Part> parts = task.parse(answered.request(), answered.answer().turn());
            Map<String, Part> right = task.parse(answered.request(), item.expected());
            double score = task.score(item, answered.answer().turn());
            boolean parsed = parts.keySet().containsAll(right.keySet());
            report.add(new ScoredAnswer(item, answered, parts, parsed, score));
        }
    }
}
