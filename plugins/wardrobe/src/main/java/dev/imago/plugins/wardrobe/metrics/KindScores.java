package dev.imago.plugins.wardrobe.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Accuracy by kind of question, with what could be had without looking. Not thread-safe. */
final class KindScores {
    private final Map<String, Kind> kinds = new TreeMap<>();

    /** One kind of question. */
    static final class Kind {
        private int asked;
        private double right;
        private double anyPresent;
        private boolean presentApplies;
        private final Map<String, Integer> expected = new LinkedHashMap<>();

        int asked() {
            return asked;
        }

        /** The share of right answers. */
        double accuracy() {
            return right / asked;
        }

        /** What any of the answers that occur, taken by lot, would reach. */
        double chance() {
            return 1.0 / expected.size();
        }

        /** What always giving the most frequent answer would reach. */
        double mostFrequent() {
            return (double) Collections.max(expected.values()) / asked;
        }

        /** What answering about any garment of the picture would reach; NaN where it is no way. */
        double anyPresent() {
            return presentApplies ? anyPresent / asked : Double.NaN;
        }
    }

    /**
     * Adds an answer.
     *
     * @param expected the right answer
     * @param score how right the given one was, 0..1
     * @param anyPresent what answering about any garment present would score; NaN where it is no
     *     way to answer
     */
    void add(String kind, String expected, double score, double anyPresent) {
        Kind of = kinds.computeIfAbsent(kind, k -> new Kind());
        of.asked++;
        of.right += score;
        of.expected.merge(expected, 1, Integer::sum);
        if (!Double.isNaN(anyPresent)) {
            of.presentApplies = true;
            of.anyPresent += anyPresent;
        }
    }

    /** By name, in alphabetical order. */
    Map<String, Kind> kinds() {
        return kinds;
    }
}
