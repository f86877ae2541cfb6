package dev.imago.runtime.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many samples have how many positions. For one thread. */
public final class Lengths {
    private static final int MOST_BINS = 12;

    private long[] counts = new long[256];
    private long samples;
    private long positions;
    private int longest;

    /** A bin of the histogram: samples of {@code from} to {@code to} positions, both included. */
    public record Bin(int from, int to, long samples) {}

    void add(int length) {
        if (length >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(length + 1, counts.length * 2));
        }
        counts[length]++;
        samples++;
        positions += length;
        longest = Math.max(longest, length);
    }

    /** How many samples. */
    public long samples() {
        return samples;
    }

    /** Positions of all. */
    public long positions() {
        return positions;
    }

    /** Positions of the longest. */
    public int longest() {
        return longest;
    }

    /** The length that a share of the samples does not exceed; 0 without samples. */
    public int quantile(double share) {
        long wanted = (long) Math.ceil(share * samples);
        long seen = 0;
        for (int length = 0; length <= longest; length++) {
            seen += counts[length];
            if (seen >= wanted && seen > 0) {
                return length;
            }
        }
        return longest;
    }

    /** The histogram, in bins of one round width. */
    public List<Bin> histogram() {
        List<Bin> bins = new ArrayList<>();
        int width = width();
        int shortest = 0;
        while (shortest < longest && counts[shortest] == 0) {
            shortest++;
        }
        for (int from = shortest / width * width; samples > 0 && from <= longest; from += width) {
            long sum = 0;
            for (int length = from; length < Math.min(from + width, counts.length); length++) {
                sum += counts[length];
            }
            bins.add(new Bin(from, from + width - 1, sum));
        }
        return bins;
    }

    /** The least of 1, 2, 5, 10, 20, 50... that needs no more bins than there may be. */
    private int width() {
        int width = 1;
        for (int i = 0; longest / width >= MOST_BINS; i++) {
            width = i % 3 == 1 ? width / 2 * 5 : width * 2;
        }
        return width;
    }
}
