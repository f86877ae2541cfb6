package dev.imago.plugins.tasks;

import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a multiple-choice question, as letters before lines of their own. */
final class Choices {
    private static final Pattern LETTER =
            Pattern.compile(
                    "(?:(?:the )?(?:(?:correct|right|best) )?(?:answer|option|choice)(?: is)?:? )?"
                            + "\\(?([a-z])\\)?(?:[.:)]\\s*.*)?",
                    Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern OPTION = Pattern.compile("(?m)^([A-Z])\\. (.*)$");

    private Choices() {}

    /** The question, its options and what to answer with. */
    static String question(Exchange exchange, String instruction) {
        StringBuilder text = new StringBuilder(exchange.question());
        List<String> choices = exchange.choices();
        for (int i = 0; i < choices.size(); i++) {
            text.append('\n').append(letter(i)).append(". ").append(choices.get(i));
        }
        return text.append(instruction.isEmpty() ? "" : "\n" + instruction).toString();
    }

    /** The right letter, whether the sample names it or the words behind it. */
    static String answer(Exchange exchange) {
        List<String> choices = exchange.choices();
        for (int i = 0; i < choices.size(); i++) {
            if (AnswerText.same(choices.get(i), exchange.answer())) {
                return letter(i);
            }
        }
        return exchange.answer();
    }

    /** Whether a question offers options, from A on. */
    static boolean offered(String question) {
        Map<String, String> options = options(question);
        return options.size() > 1 && options.containsKey("A");
    }

    /** The letter that an answer chooses, by itself or by the words behind it. */
    static Optional<String> chosen(String question, String answer) {
        Map<String, String> options = offered(question) ? options(question) : Map.of();
        Matcher named = LETTER.matcher(answer.strip());
        if (named.matches()) {
            String letter = named.group(1).toUpperCase(java.util.Locale.ROOT);
            return Optional.of(letter).filter(options::containsKey);
        }
        return options.entrySet().stream()
                .filter(option -> AnswerText.same(option.getValue(), answer))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, String> options(String question) {
        Map<String, String> options = new LinkedHashMap<>();
        Matcher line = OPTION.matcher(question);
        while (line.find()) {
            options.putIfAbsent(line.group(1), line.group(2));
        }
        return options;
    }

    private static String letter(int index) {
        return Character.toString('A' + index);
    }
}
