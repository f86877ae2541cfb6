package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Image question answering; scored by exact match after {@link AnswerText} normalises both. */
public final class ImageQaFormatter implements TaskFormatter<VisualQuestion> {
    private final ImageQaConfig config;

    /** Built by a recipe. */
    @Inject
    public ImageQaFormatter(ImageQaConfig config) {
        this.config = config;
    }

    @Override
    public Class<VisualQuestion> sampleType() {
        return VisualQuestion.class;
    }

    @Override
    public Conversation conversation(VisualQuestion sample, RandomGenerator phrasing) {
        List<Turn> turns = new ArrayList<>();
        List<Part> media = sample.media();
        for (Exchange exchange : sample.exchanges()) {
            turns.add(Media.before(media, config.separator(), question(exchange)));
            turns.add(Turn.assistant(answer(exchange)));
            media = List.of();
        }
        return new Conversation(sample.id(), turns);
    }

    @Override
    public Conversation request(TaskRequest request) {
        String words =
                request.prompt()
                        + (config.instruction().isEmpty() ? "" : "\n" + config.instruction());
        return Conversation.of(Media.before(request.media(), config.separator(), words));
    }

    @Override
    public List<TaskItem> items(VisualQuestion sample) {
        List<TaskItem> items = new ArrayList<>();
        List<Exchange> exchanges = sample.exchanges();
        for (int i = 0; i < exchanges.size(); i++) {
            String id = exchanges.size() == 1 ? sample.id() : sample.id() + "#" + i;
            Exchange exchange = exchanges.get(i);
            Turn asked = Media.before(sample.media(), config.separator(), question(exchange));
            items.add(
                    new TaskItem(
                            id,
                            exchange.kind(),
                            new Conversation(id, List.of(asked)),
                            Turn.assistant(answer(exchange))));
        }
        return items;
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        String expected = item.expected().text();
        if (AnswerText.same(expected, answer.text())) {
            return 1;
        }
        List<Turn> turns = item.request().turns();
        String question = turns.get(turns.size() - 1).text();
        return Choices.same(expected, answer.text(), question) ? 1 : 0;
    }

    private String question(Exchange exchange) {
        if (lettered(exchange)) {
            return Choices.question(exchange, config.choiceInstruction());
        }
        return exchange.question()
                + (config.instruction().isEmpty() ? "" : "\n" + config.instruction());
    }

    private String answer(Exchange exchange) {
        return lettered(exchange) ? Choices.answer(exchange) : exchange.answer();
    }

    private boolean lettered(Exchange exchange) {
        return !exchange.choices().isEmpty() && config.choices().equals("letters");
    }
}
