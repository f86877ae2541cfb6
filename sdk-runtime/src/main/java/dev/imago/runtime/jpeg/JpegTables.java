package dev.imago.runtime.jpeg;

import java.util.Arrays;

/** Codes and quantisers as the file has told them so far. */
final class JpegTables {
    private static final int COUNTS = 17;

    private final HuffmanTable[] dc = new HuffmanTable[4];
    private final HuffmanTable[] ac = new HuffmanTable[4];
    private final int[][] quantisers = new int[4][];
    private int restartInterval;

    void huffman(Segment segment) throws JpegFormatException {
        int at = 0;
        while (at < segment.length()) {
            int which = segment.octet(at);
            int[] counts = new int[16];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = segment.octet(at + 1 + i);
            }
            int sum = Arrays.stream(counts).sum();
            if (sum > 256 || (which & 15) > 3 || which >> 4 > 1) {
                throw new JpegFormatException("is damaged: Huffman table " + which);
            }
            byte[] values = new byte[sum];
            for (int i = 0; i < sum; i++) {
                values[i] = (byte) segment.octet(at + COUNTS + i);
            }
            (which >> 4 == 0 ? dc : ac)[which & 15] = new HuffmanTable(counts, values);
            at += COUNTS + sum;
        }
    }

    void quantisers(Segment segment) throws JpegFormatException {
        int at = 0;
        while (at < segment.length()) {
            int which = segment.octet(at++);
            boolean wide = which >> 4 > 0;
            if ((which & 15) > 3) {
                throw new JpegFormatException("is damaged: quantisers " + which);
            }
            int[] natural = new int[64];
            for (int k = 0; k < 64; k++, at += wide ? 2 : 1) {
                natural[ZigZag.NATURAL[k]] = wide ? segment.word(at) : segment.octet(at);
            }
            quantisers[which & 15] = natural;
        }
    }

    void restartInterval(Segment segment) throws JpegFormatException {
        restartInterval = segment.word(0);
    }

    int restartInterval() {
        return restartInterval;
    }

    /** In natural order. */
    int[] quantisers(int number) throws JpegFormatException {
        if (quantisers[number] == null) {
            throw new JpegFormatException("is damaged: it has no quantisers " + number);
        }
        return quantisers[number];
    }

    /** A component with the codes that a pass needs. */
    Scan.Part part(ScanHeader.Choice choice, ScanHeader header, boolean progressive)
            throws JpegFormatException {
        boolean needsDc = !progressive || header.band().isFirst() && !header.band().known();
        boolean needsAc = !progressive || !header.band().isFirst();
        if (needsDc && dc[choice.dc()] == null || needsAc && ac[choice.ac()] == null) {
            throw new JpegFormatException("is damaged: a pass with a Huffman table it has not");
        }
        return new Scan.Part(choice.component(), dc[choice.dc()], ac[choice.ac()]);
    }
}
