package dev.imago.runtime.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Splits sequences into shards of like lengths and near equal cost, padding counted. */
public final class CostSplit {
    private CostSplit() {}

    /**
     * @param sequences at least as many as parts
     * @param parts how many shards
     * @return the shards, longest sequences first; the same for the same input
     */
    public static List<List<Sequence>> split(List<Sequence> sequences, int parts) {
        if (sequences.size() < parts) {
            throw new IllegalArgumentException(
                    sequences.size() + " sequences can't be split into " + parts + " shards");
        }
        List<Sequence> sorted =
                sequences.stream()
                        .sorted(Comparator.comparingInt(Sequence::length).reversed())
                        .toList();
        long low = 0;
        long high = (long) sorted.size() * sorted.get(0).length();
        while (low < high) {
            long cap = (low + high) / 2;
            if (fill(sorted, parts, cap) == null) {
                low = cap + 1;
            } else {
                high = cap;
            }
        }
        return fill(sorted, parts, high);
    }

    /** Shards of at most {@code cap} padded positions; null when that needs more parts. */
    private static List<List<Sequence>> fill(List<Sequence> sorted, int parts, long cap) {
        List<List<Sequence>> shards = new ArrayList<>();
        int from = 0;
        for (int part = 0; part < parts; part++) {
            int left = parts - part - 1;
            long room = Math.max(1, cap / sorted.get(from).length());
            int to = (int) Math.min(from + room, sorted.size() - (long) left);
            shards.add(sorted.subList(from, to));
            from = to;
        }
        return from == sorted.size() ? shards : null;
    }
}
