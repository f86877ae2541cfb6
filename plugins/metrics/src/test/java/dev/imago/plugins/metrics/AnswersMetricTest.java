package dev.imago.plugins.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Part;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.Answerer;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.StageContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AnswersMetricTest {
    private final Map<String, Double> figures = new TreeMap<>();
    private final List<ReportPart> parts = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();

    /** Sample n is asked twice, once whether it is even and once, in two steps, for its half. */
    private static final class Numbers implements TaskFormatter<Dialogue> {
        @Override
        public Class<Dialogue> sampleType() {
            return Dialogue.class;
        }

        @Override
        public Conversation conversation(Dialogue sample, RandomGenerator phrasing) {
            throw new UnsupportedOperationException("is only evaluated");
        }

        @Override
        public Conversation request(TaskRequest request) {
            return Conversation.of(Turn.user(request.prompt()));
        }

        @Override
        public Optional<Conversation> next(Conversation request, Turn answer) {
            return answer.text().equals("more")
                    ? Optional.of(Conversation.of(Turn.user("and now")))
                    : Optional.empty();
        }

        @Override
        public Map<String, Part> parse(Conversation request, Turn answer) {
            return answer.text().isEmpty() ? Map.of() : Map.of("word", answer.parts().get(0));
        }

        @Override
        public List<TaskItem> items(Dialogue sample) {
            int number = Integer.parseInt(sample.id());
            return List.of(
                    item(sample, "even", "even " + number, number % 2 == 0 ? "yes" : "no"),
                    item(sample, "half", "half " + number, "done"));
        }

        private static TaskItem item(Dialogue sample, String kind, String asked, String right) {
            Conversation request = Conversation.of(Turn.user(asked));
            return new TaskItem(sample.id(), kind, request, Turn.assistant(right));
        }

        @Override
        public double score(TaskItem item, Turn answer) {
            return item.expected().text().equals(answer.text()) ? 1 : 0;
        }
    }

    /** Says yes, of 3 nothing; a half it names in a second step. */
    private List<Answerer.Answer> answer(List<Conversation> requests) {
        batches.add(requests.size());
        return requests.stream()
                .map(request -> request.turns().get(0).text())
                .map(
                        asked ->
                                asked.startsWith("half")
                                        ? "more"
                                        : asked.equals("and now")
                                                ? "done"
                                                : asked.equals("even 3") ? "" : "yes")
                .map(word -> new Answerer.Answer(Turn.assistant(word), List.of(), List.of()))
                .toList();
    }

    private StageContext context(int samples) {
        Samples<Dialogue> numbers =
                new Samples<>() {
                    @Override
                    public long size() {
                        return samples;
                    }

                    @Override
                    public Dialogue get(long index) {
                        return new Dialogue(Long.toString(index), Conversation.of());
                    }
                };
        return (StageContext)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {StageContext.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "formatter" -> new Numbers();
                                    case "evaluationSamples" -> numbers;
                                    case "answerer" ->
                                            (Answerer) (requests, options) -> answer(requests);
                                    case "seed" -> 1L;
                                    case "figure" ->
                                            figures.put(
                                                    (String) arguments[0], (Double) arguments[1]);
                                    case "report" -> {
                                        parts.add((ReportPart) arguments[0]);
                                        yield null;
                                    }
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    private static AnswersConfig config(int samples, int batchSize, int resamples) {
        return new AnswersConfig("own", samples, batchSize, null, null, 3, resamples, null);
    }

    @Test
    void scores_all_items_of_a_task_by_kind_in_as_many_steps_as_they_take() {
        new AnswersMetric(config(4, 3, 200)).measure(context(10));

        // Of 0 to 3, two are even; all four halves are named in the second step.
        assertThat(figures)
                .containsEntry("answers.own", 6 / 8.0)
                .containsEntry("answers.own.count", 8.0)
                .containsEntry("answers.own.parsed", 7 / 8.0)
                .containsEntry("answers.own.kind.even", 0.5)
                .containsEntry("answers.own.kind.even.parsed", 0.75)
                .containsEntry("answers.own.kind.half", 1.0)
                .containsEntry("answers.own.kind.half.count", 4.0);
        assertThat(figures.get("answers.own.low"))
                .isLessThan(6 / 8.0)
                .isLessThan(figures.get("answers.own.high"));
        assertThat(batches).allMatch(size -> size <= 3);
    }

    @Test
    void shows_what_was_asked_answered_and_right() {
        new AnswersMetric(config(2, 50, 0)).measure(context(2));

        ReportPart.Sheet sheet = (ReportPart.Sheet) parts.get(1);
        assertThat(sheet.cells())
                .extracting(ReportPart.Cell::caption)
                .containsExactly(
                        "even 0\nword: yes\n✓",
                        "half 0\nword: done\n✓",
                        "even 1\nword: yes\n✗ (no)");
        ReportPart.Table table = (ReportPart.Table) parts.get(0);
        assertThat(table.rows().get(0)).containsExactly("all", "4", "75.0 %", "100.0 %");
        assertThat(figures).doesNotContainKey("answers.own.low");
    }
}
