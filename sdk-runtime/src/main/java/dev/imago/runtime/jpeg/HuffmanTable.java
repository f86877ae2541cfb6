package dev.imago.runtime.jpeg;

/** One code of a file: from bits to symbols. */
final class HuffmanTable {
    /** Codes of up to this many bits are looked up. */
    private static final int LOOKED_UP = 10;

    private static final int LONGEST = 16;

    /** Length (low byte) and symbol by the next bits; 0 where the code is longer. */
    private final short[] symbols = new short[1 << LOOKED_UP];

    /**
     * Value, run and bits of a whole coefficient by the next bits; 0 where it is longer or no
     * coefficient.
     */
    private final int[] coefficients = new int[1 << LOOKED_UP];

    /** The first 16-bit word beyond the codes of a length. */
    private final int[] beyond = new int[LONGEST + 1];

    /** What to add to a code of a length to get the place of its symbol. */
    private final int[] offsets = new int[LONGEST + 1];

    private final byte[] values;

    /**
     * @param counts number of codes of each length, from 1
     * @param values their symbols
     */
    HuffmanTable(int[] counts, byte[] values) throws JpegFormatException {
        this.values = values;
        int code = 0;
        int place = 0;
        for (int length = 1; length <= LONGEST; length++) {
            offsets[length] = place - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, place++) {
                lookUp(code, length, values[place] & 0xff);
            }
            if (code > 1 << length) {
                throw new JpegFormatException("has a Huffman table with too many codes");
            }
            beyond[length] = code << (LONGEST - length);
            code <<= 1;
        }
        for (int bits = 0; bits < coefficients.length; bits++) {
            coefficients[bits] = coefficient(bits);
        }
    }

    private void lookUp(int code, int length, int symbol) throws JpegFormatException {
        if (code >= 1 << length) {
            throw new JpegFormatException("has a Huffman table with too many codes");
        }
        if (length <= LOOKED_UP) {
            int free = LOOKED_UP - length;
            for (int rest = 0; rest < 1 << free; rest++) {
                symbols[code << free | rest] = (short) (symbol << 8 | length);
            }
        }
    }

    private int coefficient(int bits) {
        int length = symbols[bits] & 0xff;
        int size = symbols[bits] >> 8 & 15;
        int run = symbols[bits] >> 12 & 15;
        if (length == 0 || size == 0 || length + size > LOOKED_UP) {
            return 0;
        }
        int value = bits >> (LOOKED_UP - length - size) & ((1 << size) - 1);
        int signed = value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
        return signed << 16 | run << 8 | length + size;
    }

    /**
     * A whole coefficient where its bits are few: value in the upper half, run in the second byte,
     * bits in the lowest; they are not taken yet. 0 otherwise.
     */
    int coefficient(BitSource source) {
        return coefficients[source.peek(LOOKED_UP)];
    }

    /** Takes a symbol; at least 16 bits must be there. */
    int symbol(BitSource source) throws JpegFormatException {
        int known = symbols[source.peek(LOOKED_UP)];
        if (known != 0) {
            source.skip(known & 0xff);
            return known >> 8 & 0xff;
        }
        int word = source.peek(LONGEST);
        for (int length = 1; length <= LONGEST; length++) {
            if (word < beyond[length]) {
                source.skip(length);
                return values[(word >> (LONGEST - length)) + offsets[length]] & 0xff;
            }
        }
        throw new JpegFormatException("is damaged: bits that no Huffman code has");
    }
}
