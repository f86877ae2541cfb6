package dev.imago.plugins.siglip;

import java.math.BigInteger;
import java.util.SplittableRandom;

/**
 * Visits all samples in each round, in an order that looks random: {@code (i·factor + start) mod
 * size} with a factor coprime to the size, other ones in each round.
 */
final class SampleOrder {
    private final long size;
    private final long seed;

    /**
     * @param size at least 1
     */
    SampleOrder(long size, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("there are " + size + " samples to draw from");
        }
        this.size = size;
        this.seed = seed;
    }

    /** The index of the i-th draw. */
    long at(long i) {
        SplittableRandom random = new SplittableRandom(seed + i / size);
        long factor = 1 + Math.floorMod(random.nextLong(), size);
        while (gcd(factor, size) != 1) {
            factor = 1 + Math.floorMod(random.nextLong(), size);
        }
        long start = Math.floorMod(random.nextLong(), size);
        return BigInteger.valueOf(i % size)
                .multiply(BigInteger.valueOf(factor))
                .add(BigInteger.valueOf(start))
                .mod(BigInteger.valueOf(size))
                .longValue();
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
