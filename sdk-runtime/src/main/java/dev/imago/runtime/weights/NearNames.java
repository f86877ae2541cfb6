package dev.imago.runtime.weights;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the parameter names nearest to one that does not exist. */
final class NearNames {
    private NearNames() {}

    /** {@code " Did you mean 'x' or 'y'?"}, or nothing when no name is near. */
    static String hint(String wrong, Collection<String> names) {
        List<String> near = near(wrong, names, 2);
        return near.isEmpty() ? "" : " Did you mean '" + String.join("' or '", near) + "'?";
    }

    /** Up to {@code most} names at a distance of at most half the length, nearest first. */
    static List<String> near(String wrong, Collection<String> names, int most) {
        record Scored(String name, int distance) {}
        return names.stream()
                .map(name -> new Scored(name, distance(wrong, name)))
                .filter(scored -> scored.distance() <= Math.max(2, wrong.length() / 2))
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
                .limit(most)
                .map(Scored::name)
                .toList();
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
