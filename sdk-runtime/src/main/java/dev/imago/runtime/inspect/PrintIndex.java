package dev.imago.runtime.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds pictures that resemble another. Two prints at most 7 bits apart have at least one of 8
 * bands of bits in common, so only those are compared. For one thread.
 */
final class PrintIndex {
    /** The most bits at which nothing is missed. */
    static final int MOST_APART = 7;

    private static final int BANDS = 8;
    private static final int EXACT = BANDS;
    private static final int NONE = -1;

    private final List<Entry> entries = new ArrayList<>();
    private final int[][] heads = new int[BANDS + 1][1 << 16];
    private final List<int[]> next = new ArrayList<>();

    PrintIndex() {
        for (int[] band : heads) {
            Arrays.fill(band, NONE);
        }
    }

    /** A picture, and the sample it is in. */
    record Entry(ImagePrint print, DataSet set, long sample) {}

    void add(Entry entry) {
        int number = entries.size();
        int[] links = new int[BANDS + 1];
        for (int band = 0; band <= BANDS; band++) {
            int key = key(entry.print(), band);
            links[band] = heads[band][key];
            heads[band][key] = number;
        }
        entries.add(entry);
        next.add(links);
    }

    /** One that resembles a picture. */
    Optional<Entry> find(ImagePrint print, int mostApart) {
        for (int band = EXACT; band >= 0; band--) {
            int at = heads[band][key(print, band)];
            while (at != NONE) {
                Entry entry = entries.get(at);
                if (entry.print().resembles(print, mostApart)) {
                    return Optional.of(entry);
                }
                at = next.get(at)[band];
            }
        }
        return Optional.empty();
    }

    private static int key(ImagePrint print, int band) {
        return band == EXACT ? (int) (print.exact() >>> 48) : print.band(band);
    }
}
