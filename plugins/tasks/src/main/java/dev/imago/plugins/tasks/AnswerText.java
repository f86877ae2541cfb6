package dev.imago.plugins.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Answers as scoring sees them: without case, punctuation and articles, numbers as digits. */
final class AnswerText {
    private static final List<String> ARTICLES = List.of("a", "an", "the");
    private static final List<String> NUMBERS =
            List.of(
                    "zero",
                    "one",
                    "two",
                    "three",
                    "four",
                    "five",
                    "six",
                    "seven",
                    "eight",
                    "nine",
                    "ten",
                    "eleven",
                    "twelve",
                    "thirteen",
                    "fourteen",
                    "fifteen",
                    "sixteen",
                    "seventeen",
                    "eighteen",
                    "nineteen",
                    "twenty");

    private AnswerText() {}

    static String normalise(String text) {
        String plain =
                text.toLowerCase(Locale.ROOT)
                        .replaceAll("(?<=\\d),(?=\\d)", "")
                        .replaceAll("['’`]", "")
                        .replaceAll("(?<!\\d)\\.|\\.(?!\\d)", " ")
                        .replaceAll("[\\p{Punct}\\p{IsPunctuation}&&[^.]]", " ");
        return Arrays.stream(plain.strip().split("\\s+"))
                .filter(word -> !word.isEmpty() && !ARTICLES.contains(word))
                .map(AnswerText::number)
                .collect(Collectors.joining(" "));
    }

    static boolean same(String expected, String answer) {
        String wanted = normalise(expected);
        String given = normalise(answer);
        // An answer may be nothing but an article or a sign; then the letters themselves count.
        return wanted.isEmpty()
                ? expected.strip().equalsIgnoreCase(answer.strip())
                : wanted.equals(given);
    }

    private static String number(String word) {
        int value = NUMBERS.indexOf(word);
        return value < 0 ? word : Integer.toString(value);
    }
}
