package dev.imago.runtime.jpeg;

import java.util.Arrays;

/** Blocks of a file that comes in one pass: each becomes samples at once. For one thread. */
final class SequentialBlocks implements Scan.BlockReader {
    private static final int MOST_COMPONENTS = 4;

    private final BitSource source;
    private final int[][] quantisers;
    private final InverseDct transform = new InverseDct();
    private final int[] block = new int[64];
    private final int[] before = new int[MOST_COMPONENTS];

    /**
     * @param quantisers by number, in natural order
     */
    SequentialBlocks(BitSource source, int[][] quantisers) {
        this.source = source;
        this.quantisers = quantisers;
    }

    @Override
    public void read(Scan.Part part, int index, int row, int column) throws JpegFormatException {
        FrameComponent component = part.component();
        int[] quantiser = quantisers[component.quantisers];
        BitSource bits = source;
        bits.ready();
        int size = part.dc().symbol(bits);
        if (size > 16) {
            throw new JpegFormatException("is damaged: a first coefficient of " + size + " bits");
        }
        bits.ready();
        before[index] += size == 0 ? 0 : bits.signed(size);
        int first = before[index] * quantiser[0];
        byte[] samples = component.samples();
        int corner = component.corner(row, column);
        if (readOthers(part.ac(), quantiser)) {
            block[0] = first;
            transform.apply(block, samples, corner, component.stride());
            Arrays.fill(block, 0);
        } else {
            InverseDct.flat(first, samples, corner, component.stride());
        }
    }

    /** Whether there are any. */
    private boolean readOthers(HuffmanTable code, int[] quantiser) throws JpegFormatException {
        BitSource bits = source;
        byte[] natural = ZigZag.NATURAL;
        int k = 1;
        while (k < 64) {
            bits.ready();
            int whole = code.coefficient(bits);
            if (whole != 0) {
                bits.skip(whole & 0xff);
                k += whole >> 8 & 0xff;
                int place = natural[k++];
                block[place] = (whole >> 16) * quantiser[place];
                continue;
            }
            int symbol = code.symbol(bits);
            int size = symbol & 15;
            int run = symbol >> 4;
            if (size > 0) {
                k += run;
                int place = natural[k++];
                block[place] = bits.signed(size) * quantiser[place];
            } else if (run == 15) {
                k += 16;
            } else {
                break;
            }
        }
        if (k > 64) {
            throw new JpegFormatException("is damaged: a block of more than 64 coefficients");
        }
        return k > 1;
    }

    @Override
    public void restart() {
        Arrays.fill(before, 0);
    }
}
