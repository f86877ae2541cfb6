package dev.imago.runtime.jpeg;

import java.util.Arrays;

/**
 * Blocks of one pass of a progressive file: it brings some coefficients, or one more bit of them.
 * For one thread.
 */
final class ProgressiveBlocks implements Scan.BlockReader {
    private final BitSource source;
    private final Band band;
    private final int[] before = new int[4];

    /** Blocks to come that end at once. */
    private int ended;

    /**
     * What a pass brings.
     *
     * @param from first coefficient
     * @param to last coefficient
     * @param known whether higher bits are known already
     * @param low place of the lowest bit that comes
     */
    record Band(int from, int to, boolean known, int low) {
        boolean isFirst() {
            return from == 0;
        }
    }

    ProgressiveBlocks(BitSource source, Band band) {
        this.source = source;
        this.band = band;
    }

    @Override
    public void read(Scan.Part part, int index, int row, int column) throws JpegFormatException {
        short[] coefficients = part.component().coefficients();
        int block = part.component().block(row, column);
        if (band.isFirst()) {
            if (band.known()) {
                coefficients[block] |= (short) (source.bit() << band.low());
            } else {
                coefficients[block] = (short) (first(part.dc(), index) << band.low());
            }
        } else if (band.known()) {
            refine(part.ac(), coefficients, block);
        } else {
            begin(part.ac(), coefficients, block);
        }
    }

    private int first(HuffmanTable code, int index) throws JpegFormatException {
        source.ready();
        int size = code.symbol(source);
        if (size > 16) {
            throw new JpegFormatException("is damaged: a first coefficient of " + size + " bits");
        }
        source.ready();
        before[index] += size == 0 ? 0 : source.signed(size);
        return before[index];
    }

    private void begin(HuffmanTable code, short[] coefficients, int block)
            throws JpegFormatException {
        if (ended > 0) {
            ended--;
            return;
        }
        for (int k = band.from(); k <= band.to(); k++) {
            source.ready();
            int symbol = code.symbol(source);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size > 0) {
                k += run;
                if (k > band.to()) {
                    throw new JpegFormatException("is damaged: a coefficient beyond its band");
                }
                int place = block + ZigZag.NATURAL[k];
                coefficients[place] = (short) (source.signed(size) << band.low());
            } else if (run == 15) {
                k += 15;
            } else {
                ended = (1 << run) - 1 + source.receive(run);
                return;
            }
        }
    }

    private void refine(HuffmanTable code, short[] coefficients, int block)
            throws JpegFormatException {
        int k = band.from();
        while (ended == 0 && k <= band.to()) {
            source.ready();
            int symbol = code.symbol(source);
            int run = symbol >> 4;
            int fresh = 0;
            if ((symbol & 15) > 0) {
                fresh = source.bit() == 1 ? 1 << band.low() : -1 << band.low();
            } else if (run < 15) {
                ended = (1 << run) + source.receive(run);
                break;
            }
            k = refined(coefficients, block, k, run);
            if (fresh != 0 && k <= band.to()) {
                coefficients[block + ZigZag.NATURAL[k]] = (short) fresh;
            }
            k++;
        }
        if (ended > 0) {
            refined(coefficients, block, k, Integer.MAX_VALUE);
            ended--;
        }
    }

    /**
     * Refines the coefficients that are not zero, past a number of those that are.
     *
     * @return the place of the next zero after these
     */
    private int refined(short[] coefficients, int block, int from, int zeros) {
        int left = zeros;
        int one = 1 << band.low();
        for (int k = from; k <= band.to(); k++) {
            int place = block + ZigZag.NATURAL[k];
            int value = coefficients[place];
            if (value == 0) {
                if (left-- == 0) {
                    return k;
                }
            } else if (source.bit() == 1 && (Math.abs(value) & one) == 0) {
                coefficients[place] = (short) (value + (value < 0 ? -one : one));
            }
        }
        return band.to() + 1;
    }

    @Override
    public void finish(int unitRow) {
        // Samples are made when all passes are there.
    }

    @Override
    public void restart() {
        Arrays.fill(before, 0);
        ended = 0;
    }
}
