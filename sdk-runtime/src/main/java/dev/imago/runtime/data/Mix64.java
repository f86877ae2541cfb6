package dev.imago.runtime.data;

import java.util.random.RandomGenerator;

/**
 * SplitMix64: a random stream from any seed, the same on every machine and JDK; and a way to turn
 * several numbers into one seed. For one thread.
 */
public final class Mix64 implements RandomGenerator {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /** A stream; equal numbers, in order, bring equal streams. */
    public Mix64(long... numbers) {
        this.state = of(numbers);
    }

    /** One seed of several numbers. */
    public static long of(long... numbers) {
        long hash = GOLDEN;
        for (long number : numbers) {
            hash = scramble(hash + GOLDEN + scramble(number + GOLDEN));
        }
        return hash;
    }

    /** A number for a name. */
    public static long of(String name) {
        long hash = name.length();
        for (int i = 0; i < name.length(); i++) {
            hash = scramble(hash + GOLDEN + name.charAt(i));
        }
        return hash;
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return scramble(state);
    }

    private static long scramble(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
