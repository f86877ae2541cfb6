package dev.imago.runtime.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** Splits examples into shards of like lengths and near equal cost, padding counted. */
public final class CostSplit {
    private CostSplit() {}

    /**
     * @param examples at least as many as parts
     * @param length positions of an example's sequence
     * @param parts how many shards
     * @return the shards, longest first; the same for the same input
     */
    public static <E> List<List<E>> split(List<E> examples, ToIntFunction<E> length, int parts) {
        if (examples.size() < parts) {
            throw new IllegalArgumentException(
                    examples.size() + " examples can't be split into " + parts + " shards");
        }
        List<E> sorted =
                examples.stream().sorted(Comparator.comparingInt(length).reversed()).toList();
        long low = 0;
        long high = (long) sorted.size() * length.applyAsInt(sorted.get(0));
        while (low < high) {
            long cap = (low + high) / 2;
            if (fill(sorted, length, parts, cap) == null) {
                low = cap + 1;
            } else {
                high = cap;
            }
        }
        return fill(sorted, length, parts, high);
    }

    /** Shards of at most {@code cap} padded positions; null when that needs more parts. */
    private static <E> List<List<E>> fill(
            List<E> sorted, ToIntFunction<E> length, int parts, long cap) {
        List<List<E>> shards = new ArrayList<>();
        int from = 0;
        for (int part = 0; part < parts; part++) {
            int left = parts - part - 1;
            long room = Math.max(1, cap / length.applyAsInt(sorted.get(from)));
            int to = (int) Math.min(from + room, sorted.size() - (long) left);
            shards.add(sorted.subList(from, to));
            from = to;
        }
        return from == sorted.size() ? shards : null;
    }
}
