package dev.imago.plugins.wardrobe.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random choices that depend on nothing but a seed, the name of a stream and an index. */
public final class Draws {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Draws() {}

    /** The choices of one index of a stream. */
    public static RandomGenerator random(long seed, String stream, long index) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < stream.length(); i++) {
            hash = (hash ^ stream.charAt(i)) * FNV_PRIME;
        }
        return new SplittableRandom(mix(mix(hash + seed * GOLDEN) + index * GOLDEN));
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long v = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        v = (v ^ (v >>> 27)) * 0x94d049bb133111ebL;
        return v ^ (v >>> 31);
    }

    static <T> T one(List<T> options, RandomGenerator random) {
        return options.get(random.nextInt(options.size()));
    }

    static <T> T one(T[] options, RandomGenerator random) {
        return options[random.nextInt(options.length)];
    }

    /** Some of the options, in random order. */
    static <T> List<T> some(List<T> options, int count, RandomGenerator random) {
        List<T> drawn = new ArrayList<>(options);
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i, drawn.size());
            T swapped = drawn.get(i);
            drawn.set(i, drawn.get(j));
            drawn.set(j, swapped);
        }
        return drawn.subList(0, count);
    }

    static <T> List<T> shuffled(List<T> options, RandomGenerator random) {
        return some(options, options.size(), random);
    }
}
