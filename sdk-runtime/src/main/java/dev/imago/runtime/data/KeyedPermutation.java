package dev.imago.runtime.data;

/**
 * A shuffle of {@code 0 .. size-1} that needs no memory: where an index goes is computed from a
 * key. A Feistel network over the next power of four, walked until it lands inside.
 */
public final class KeyedPermutation {
    private static final int ROUNDS = 8;

    private final long size;
    private final long[] roundKeys = new long[ROUNDS];
    private final int halfBits;
    private final long halfMask;

    /**
     * @param size how many indices, at least 1
     * @param key another key, another shuffle
     */
    public KeyedPermutation(long size, long key) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ", expected at least 1");
        }
        this.size = size;
        int bits = 64 - Long.numberOfLeadingZeros(size - 1);
        this.halfBits = Math.max(1, (bits + 1) / 2);
        this.halfMask = (1L << halfBits) - 1;
        Mix64 keys = new Mix64(key);
        for (int round = 0; round < ROUNDS; round++) {
            roundKeys[round] = keys.nextLong();
        }
    }

    /** Where an index below the size goes. */
    public long at(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        long value = index;
        do {
            value = scramble(value);
        } while (value >= size);
        return value;
    }

    private long scramble(long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (long key : roundKeys) {
            long next = left ^ (Mix64.of(key, right) & halfMask);
            left = right;
            right = next;
        }
        return (left << halfBits) | right;
    }
}
