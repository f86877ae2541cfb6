package dev.imago.runtime.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of a scan, without stuffed bytes. At a marker, and at the end of the file, zeros follow;
 * {@link #isOverrun} tells whether any of them was used.
 */
final class BitSource {
    /** After {@link #fill} at least this many bits are there. */
    static final int FILLED = 32;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LOW_BITS = 0x01010101;
    private static final int HIGH_BITS = 0x80808080;

    private final byte[] data;
    private int at;

    /** The next bits, from the highest down. */
    private long bits;

    private int count;
    private int padding;

    BitSource(byte[] data, int start) {
        this.data = data;
        this.at = start;
    }

    /** Where the marker stands at which the bits ended, once they are used up. */
    int position() {
        return at;
    }

    boolean isOverrun() {
        return count < padding;
    }

    /** Drops what is left of a byte and goes on at a position. */
    void restartAt(int position) {
        at = position;
        bits = 0;
        count = 0;
        padding = 0;
    }

    void fill() {
        if (at + 4 <= data.length) {
            int four = (int) INTS.get(data, at);
            int inverse = ~four;
            if (((inverse - LOW_BITS) & ~inverse & HIGH_BITS) == 0) { // no byte is 0xff
                bits |= (four & 0xffffffffL) << (32 - count);
                count += 32;
                at += 4;
                return;
            }
        }
        fillByByte();
    }

    private void fillByByte() {
        while (count <= 56) {
            int value = at < data.length ? data[at] & 0xff : 0;
            boolean ends = at >= data.length;
            if (value == 0xff) {
                ends = at + 1 >= data.length || data[at + 1] != 0;
                at += ends ? 0 : 2;
            } else if (!ends) {
                at++;
            }
            if (ends) {
                padding += 8;
            } else {
                bits |= (long) value << (56 - count);
            }
            count += 8;
        }
    }

    /** Fills up where fewer than {@link #FILLED} bits are left. */
    void ready() {
        if (count < FILLED) {
            fill();
        }
    }

    /** The next n bits, 1 to 32, without taking them. */
    int peek(int n) {
        return (int) (bits >>> (64 - n));
    }

    void skip(int n) {
        bits <<= n;
        count -= n;
    }

    /** One bit. */
    int bit() {
        if (count < 1) {
            fill();
        }
        int bit = (int) (bits >>> 63);
        skip(1);
        return bit;
    }

    /** The next n bits, 0 to 16, as a number. */
    int receive(int n) {
        if (n == 0) {
            return 0;
        }
        ready();
        int value = peek(n);
        skip(n);
        return value;
    }

    /** A signed number of n bits, 1 to 16; at least n bits must be there. */
    int signed(int n) {
        int value = peek(n);
        skip(n);
        return value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
    }
}
