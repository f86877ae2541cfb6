package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What the question tasks share: how questions and answers are written, parsed and scored. */
final class QuestionTurns {
    private final QuestionSettings settings;
    private final Phrasings phrasings;
    private final AnswerMatch match;

    QuestionTurns(QuestionSettings settings, Phrasings phrasings) {
        this.settings = settings;
        this.phrasings = phrasings;
        this.match = AnswerMatch.of(settings.score());
    }

    /** What is shown, and then words. */
    Turn asked(List<Part> media, String words) {
        return Media.before(media, settings.separator(), words);
    }

    /** The training conversation. */
    Conversation conversation(VisualQuestion sample, Opening opening, RandomGenerator phrasing) {
        List<String> words = words(sample, question -> phrasings.any(phrasing, question));
        return new Conversation(sample.id(), turns(sample, words, opening));
    }

    /** What to ask for a request; what it shows stands at its marks, if it has any. */
    Conversation request(TaskRequest request, Opening opening) {
        String words = phrasings.plain(openly(request.prompt()));
        int marks = ImageMarks.count(List.of(words));
        if (marks == 0) {
            return Conversation.of(opening.asked(request.media(), words));
        }
        ImageMarks.requireEqual(marks, request.media().size(), "the request");
        return Conversation.of(ImageMarks.filled(words, request.media().iterator()));
    }

    /**
     * Each question by itself, after all that is shown. Marked questions may be about images of
     * earlier turns, so these stay before them.
     */
    List<TaskItem> items(VisualQuestion sample, Opening opening) {
        List<String> all = words(sample, phrasings::plain);
        boolean marked = marked(sample, all);
        List<Turn> turns = marked ? turns(sample, all, opening) : List.of();
        List<TaskItem> items = new ArrayList<>();
        for (int i = 0; i < sample.exchanges().size(); i++) {
            String words = phrasings.plain(question(sample.exchanges().get(i)));
            items.add(
                    item(
                            sample,
                            i,
                            marked
                                    ? turns.subList(0, 2 * i + 1)
                                    : List.of(opening.asked(sample.media(), words))));
        }
        return items;
    }

    /** What each turn asks; the first is phrased. */
    private List<String> words(VisualQuestion sample, UnaryOperator<String> phrased) {
        List<String> words = new ArrayList<>();
        for (Exchange exchange : sample.exchanges()) {
            String asked = question(exchange);
            words.add(words.isEmpty() ? phrased.apply(asked) : asked);
        }
        return words;
    }

    /** What is shown stands at the marks in the words; without marks, before the first. */
    private List<Turn> turns(VisualQuestion sample, List<String> words, Opening opening) {
        boolean marked = marked(sample, words);
        Iterator<Part> media = sample.media().iterator();
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (marked) {
                turns.add(ImageMarks.filled(words.get(i), media));
            } else {
                turns.add(
                        i == 0
                                ? opening.asked(sample.media(), words.get(i))
                                : Turn.user(words.get(i)));
            }
            turns.add(Turn.assistant(answer(sample.exchanges().get(i))));
        }
        return turns;
    }

    private static boolean marked(VisualQuestion sample, List<String> words) {
        int marks = ImageMarks.count(words);
        if (marks > 0) {
            ImageMarks.requireEqual(marks, sample.media().size(), "sample " + sample.id());
        }
        return marks > 0;
    }

    /** The question as asked, with its options or how to answer. */
    private String question(Exchange exchange) {
        return lettered(exchange)
                ? Choices.question(exchange, settings.choiceInstruction())
                : openly(exchange.question());
    }

    /** A question without options. */
    private String openly(String question) {
        return question + (settings.instruction().isEmpty() ? "" : "\n" + settings.instruction());
    }

    private TaskItem item(VisualQuestion sample, int number, List<Turn> asked) {
        boolean only = sample.exchanges().size() == 1;
        String id = only ? sample.id() : sample.id() + "#" + number;
        Exchange exchange = sample.exchanges().get(number);
        return new TaskItem(
                id,
                exchange.kind(),
                new Conversation(id, asked),
                Turn.assistant(answer(exchange)),
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
        Turn asked(List<Part> media, String question);
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
