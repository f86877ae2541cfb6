package dev.imago.plugins.tasks;

import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a multiple-choice question, as letters before lines of their own. */
final class Choices {
    private static final Pattern LETTER =
            Pattern.compile("\\(?([A-Za-z])\\)?(?:[.:)]\\s*(.*))?", Pattern.DOTALL);

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

    /** Whether an answer names the expected letter, or the words behind it in the question. */
    static boolean same(String expected, String answer, String question) {
        Matcher named = LETTER.matcher(answer.strip());
        if (named.matches()) {
            return named.group(1).equalsIgnoreCase(expected.strip());
        }
        String line = "\n" + expected.strip() + ". ";
        int at = question.indexOf(line);
        if (at < 0) {
            return false;
        }
        int end = question.indexOf('\n', at + 1);
        String words = question.substring(at + line.length(), end < 0 ? question.length() : end);
        return AnswerText.same(words, answer);
    }

    private static String letter(int index) {
        return Character.toString('A' + index);
    }
}
