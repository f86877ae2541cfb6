package dev.imago.runtime.jpeg;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Blocks with all their coefficients. For one thread. */
final class SequentialBlocks implements Scan.BlockReader {
    private static final int MOST_COMPONENTS = 4;

    private final BitSource source;
    private final List<CoefficientRows> rows;
    private final List<int[]> quantisers;
    private final IntConsumer finish;
    private final int[] before = new int[MOST_COMPONENTS];

    /**
     * @param rows where coefficients go, for each part of the scan
     * @param quantisers in natural order, for each part
     * @param finish takes the number of a row of units that is read
     */
    SequentialBlocks(
            BitSource source,
            List<CoefficientRows> rows,
            List<int[]> quantisers,
            IntConsumer finish) {
        this.source = source;
        this.rows = rows;
        this.quantisers = quantisers;
        this.finish = finish;
    }

    @Override
    public void read(Scan.Part part, int index, int row, int column) throws JpegFormatException {
        BitSource bits = source;
        bits.ready();
        int size = part.dc().symbol(bits);
        if (size > 16) {
            throw new JpegFormatException("is damaged: a first coefficient of " + size + " bits");
        }
        bits.ready();
        before[index] += size == 0 ? 0 : bits.signed(size);
        CoefficientRows to = rows.get(index);
        int[][] lines = to.lines(row);
        int[] quantiser = quantisers.get(index);
        lines[0][column] = before[index] * quantiser[0];
        readOthers(part.ac(), quantiser, lines, to.blocks(), column);
    }

    private void readOthers(
            HuffmanTable code, int[] quantiser, int[][] lines, int blocks, int column)
            throws JpegFormatException {
        BitSource bits = source;
        byte[] natural = ZigZag.NATURAL;
        int k = 1;
        while (k < 64) {
            bits.ready();
            int value;
            int whole = code.coefficient(bits);
            if (whole != 0) {
                bits.skip(whole & 0xff);
                k += whole >> 8 & 0xff;
                value = whole >> 16;
            } else {
                int symbol = code.symbol(bits);
                int size = symbol & 15;
                int run = symbol >> 4;
                if (size == 0 && run < 15) {
                    return;
                }
                k += run;
                value = size == 0 ? 0 : bits.signed(size);
            }
            int place = natural[k++];
            lines[place >> 3][(place & 7) * blocks + column] = value * quantiser[place];
        }
        if (k > 64) {
            throw new JpegFormatException("is damaged: a block of more than 64 coefficients");
        }
    }

    @Override
    public void finish(int unitRow) {
        finish.accept(unitRow);
    }

    @Override
    public void restart() {
        Arrays.fill(before, 0);
    }
}
