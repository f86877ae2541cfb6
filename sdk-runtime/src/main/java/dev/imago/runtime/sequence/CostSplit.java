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
        checkEnough(examples, parts);
        List<E> sorted = longestFirst(examples, length);
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

    /**
     * Splits examples that are packed, so that padding costs nothing: the longest first, each to
     * the shard that has least.
     *
     * @param examples at least as many as parts
     * @return the shards, each with its longest first; the same for the same input
     */
    public static <E> List<List<E>> packed(List<E> examples, ToIntFunction<E> length, int parts) {
        checkEnough(examples, parts);
        List<List<E>> shards = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            shards.add(new ArrayList<>());
        }
        long[] sums = new long[parts];
        for (E example : longestFirst(examples, length)) {
            int least = 0;
            for (int part = 1; part < parts; part++) {
                least = sums[part] < sums[least] ? part : least;
            }
            shards.get(least).add(example);
            sums[least] += Math.max(1, length.applyAsInt(example));
        }
        return shards;
    }

    private static void checkEnough(List<?> examples, int parts) {
        if (examples.size() < parts) {
            throw new IllegalArgumentException(
                    examples.size() + " examples can't be split into " + parts + " shards");
        }
    }

    private static <E> List<E> longestFirst(List<E> examples, ToIntFunction<E> length) {
        return examples.stream().sorted(Comparator.comparingInt(length).reversed()).toList();
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
