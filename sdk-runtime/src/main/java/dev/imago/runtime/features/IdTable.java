package dev.imago.runtime.features;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Numbers ids in the order they come, by 128 bits of their SHA-256: some forty bytes each, however
 * long they are. Not thread-safe.
 */
final class IdTable {
    private static final int PART = 1 << 16;

    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private int[] buckets = filled(4096);
    private int size;

    /** 128 bits that stand for an id. */
    record Key(long high, long low) {
        static Key of(String id) {
            return of(sha256().digest(id.getBytes(StandardCharsets.UTF_8)));
        }

        /** Stands for bytes, which are read to their end. */
        static Key of(InputStream bytes) throws IOException {
            MessageDigest digest = sha256();
            byte[] part = new byte[PART];
            for (int read = bytes.read(part); read >= 0; read = bytes.read(part)) {
                digest.update(part, 0, read);
            }
            return of(digest.digest());
        }

        private static Key of(byte[] hash) {
            ByteBuffer bits = ByteBuffer.wrap(hash);
            return new Key(bits.getLong(), bits.getLong());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JVM has SHA-256", e);
            }
        }
    }

    int size() {
        return size;
    }

    /** The number of an id; -1 when it has none. */
    int find(Key key) {
        return buckets[bucket(key)];
    }

    /** Gives an id the next number; it must have none. */
    int add(Key key) {
        if (size == high.length) {
            high = Arrays.copyOf(high, size * 2);
            low = Arrays.copyOf(low, size * 2);
        }
        if (size * 2 > buckets.length) {
            grow();
        }
        high[size] = key.high();
        low[size] = key.low();
        buckets[bucket(key)] = size;
        return size++;
    }

    /** The bucket that has the id, or the empty one where it belongs. */
    private int bucket(Key key) {
        int mask = buckets.length - 1;
        int at = (int) key.low() & mask;
        while (buckets[at] >= 0 && !is(buckets[at], key)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private boolean is(int number, Key key) {
        return high[number] == key.high() && low[number] == key.low();
    }

    private void grow() {
        buckets = filled(buckets.length * 2);
        for (int number = 0; number < size; number++) {
            buckets[bucket(new Key(high[number], low[number]))] = number;
        }
    }

    private static int[] filled(int length) {
        int[] buckets = new int[length];
        Arrays.fill(buckets, -1);
        return buckets;
    }
}
