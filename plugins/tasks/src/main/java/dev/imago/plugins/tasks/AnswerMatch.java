package dev.imago.plugins.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How alike an answer in words and the right ones are, in {@code [0, 1]}. */
enum AnswerMatch {
    /** 1 when it equals any of them, both normalised by {@link AnswerText}. */
    EXACT {
        @Override
        double score(List<String> right, String answer) {
            return matches(right, answer) > 0 ? 1 : 0;
        }
    },

    /**
     * The accuracy of VQA v2: a third for each annotator who says the same, at most 1, averaged
     * over leaving each annotator out. With fewer than {@value #FEW} answers as {@link #EXACT},
     * since nobody could have a full score.
     */
    VQA {
        @Override
        double score(List<String> right, String answer) {
            if (right.size() < FEW) {
                return EXACT.score(right, answer);
            }
            int matches = matches(right, answer);
            int others = right.size() - matches;
            double withoutOne = matches * Math.min(1, (matches - 1) / AGREEING);
            return (withoutOne + others * Math.min(1, matches / AGREEING)) / right.size();
        }
    },

    /**
     * Average normalised Levenshtein similarity: of the most alike right answer, 0 below a half.
     */
    ANLS {
        @Override
        double score(List<String> right, String answer) {
            double best = 0;
            for (String one : right) {
                best = Math.max(best, EditDistance.similarity(plain(one), plain(answer)));
            }
            return best < 0.5 ? 0 : best;
        }
    };

    private static final int FEW = 4;
    private static final double AGREEING = 3;

    /** The match that a recipe names. */
    static AnswerMatch of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The names that recipes use. */
    static List<String> names() {
        return Arrays.stream(values()).map(match -> match.name().toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * @param right at least one right answer
     * @param answer what was said
     */
    abstract double score(List<String> right, String answer);

    private static int matches(List<String> right, String answer) {
        return (int) right.stream().filter(one -> AnswerText.same(one, answer)).count();
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
