package dev.imago.runtime.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
public final class NearestName {
    private NearestName() {}

    /**
     * The name with the fewest slips (a letter changed, added, left out, or two swapped), if they
     * are few for the word's length; of equals the first in alphabetical order. Case and the
     * difference of {@code -} and {@code _} don't count. Failing that, the shortest name that
     * begins with the word.
     */
    public static Optional<String> of(String written, Collection<String> names) {
        String wanted = plain(written);
        int most = Math.max(1, wanted.length() / 3);
        return names.stream()
                .filter(name -> slips(wanted, plain(name)) <= most)
                .min(
                        Comparator.comparingInt((String name) -> slips(wanted, plain(name)))
                                .thenComparing(Comparator.naturalOrder()))
                .or(() -> begunBy(wanted, names));
    }

    private static Optional<String> begunBy(String wanted, Collection<String> names) {
        return names.stream()
                .filter(name -> wanted.length() >= 3 && plain(name).startsWith(wanted))
                .min(
                        Comparator.comparingInt(String::length)
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code Did you mean 'x'?}, or nothing. */
    public static String question(String written, Collection<String> names) {
        return of(written, names).map(name -> "Did you mean '" + name + "'?").orElse("");
    }

    /** Damerau-Levenshtein distance (optimal string alignment). */
    static int slips(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
