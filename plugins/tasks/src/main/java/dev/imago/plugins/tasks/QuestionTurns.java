package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the question tasks share: how questions and answers are written, parsed and scored. */
final class QuestionTurns {
    private final QuestionSettings settings;
    private final AnswerMatch match;

    QuestionTurns(QuestionSettings settings) {
        this.settings = settings;
        this.match = AnswerMatch.of(settings.score());
    }

    /** The question as asked, with its options or how to answer. */
    String question(Exchange exchange) {
        return lettered(exchange)
                ? Choices.question(exchange, settings.choiceInstruction())
                : openly(exchange.question());
    }

    /** A question without options. */
    String openly(String question) {
        return question + (settings.instruction().isEmpty() ? "" : "\n" + settings.instruction());
    }

    /** What is shown, and then words. */
    Turn asked(List<Part> media, String words) {
        return Media.before(media, settings.separator(), words);
    }

    Turn answered(Exchange exchange) {
        return Turn.assistant(answer(exchange));
    }

    /** Each question by itself, after all that is shown. */
    List<TaskItem> items(VisualQuestion sample, Opening opening) {
        List<TaskItem> items = new ArrayList<>();
        List<Exchange> exchanges = sample.exchanges();
        for (int i = 0; i < exchanges.size(); i++) {
            Turn asked = opening.asked(question(exchanges.get(i)));
            items.add(item(sample, i, List.of(asked)));
        }
        return items;
    }

    /** The item of one question. */
    TaskItem item(VisualQuestion sample, int number, List<Turn> asked) {
        boolean only = sample.exchanges().size() == 1;
        String id = only ? sample.id() : sample.id() + "#" + number;
        Exchange exchange = sample.exchanges().get(number);
        return new TaskItem(
                id,
                exchange.kind(),
                new Conversation(id, asked),
                answered(exchange),
                lettered(exchange) ? List.of() : exchange.others());
    }

    /** The choice that was made, if any was offered; and all words as they came. */
    Map<String, Part> parse(Conversation request, Turn answer) {
        Map<String, Part> parts = new LinkedHashMap<>();
        Choices.chosen(lastWords(request), answer.text())
                .ifPresent(letter -> parts.put("choice", new Part.Text(letter)));
        if (!answer.text().isBlank()) {
            parts.put("text", new Part.Text(answer.text().strip()));
        }
        return parts;
    }

    double score(TaskItem item, Turn answer) {
        String expected = item.expected().text();
        String question = lastWords(item.request());
        if (Choices.offered(question)) {
            return AnswerText.same(expected, answer.text())
                            || Choices.chosen(question, answer.text())
                                    .filter(expected.strip()::equalsIgnoreCase)
                                    .isPresent()
                    ? 1
                    : 0;
        }
        List<String> right = new ArrayList<>(item.others());
        right.add(expected);
        return match.score(right, answer.text());
    }

    /** How a first question is asked, with all that is shown. */
    @FunctionalInterface
    interface Opening {
        /** The turn. */
        Turn asked(String question);
    }

    private static String lastWords(Conversation request) {
        List<Turn> turns = request.turns();
        return turns.isEmpty() ? "" : turns.get(turns.size() - 1).text();
    }

    private String answer(Exchange exchange) {
        return lettered(exchange) ? Choices.answer(exchange) : exchange.answer();
    }

    private boolean lettered(Exchange exchange) {
        return !exchange.choices().isEmpty() && settings.choices().equals("letters");
    }
}
