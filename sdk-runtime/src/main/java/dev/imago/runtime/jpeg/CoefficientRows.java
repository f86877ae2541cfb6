package dev.imago.runtime.jpeg;

import java.util.Arrays;

/**
 * The coefficients of a component's blocks in one row of units, laid out as {@link InverseDct}
 * wants them. For one thread.
 */
final class CoefficientRows {
    private final int blocks;
    private final int high;

    /** For each row of blocks: 8 lines, in each the first coefficients of all blocks, and so on. */
    private final int[][][] lines;

    CoefficientRows(FrameComponent component) {
        blocks = component.blocksWide();
        high = component.vertical;
        lines = new int[high][8][8 * blocks];
    }

    /** Blocks in a row; coefficient p of block b stands at {@code [p / 8][p % 8 * blocks + b]}. */
    int blocks() {
        return blocks;
    }

    /** Rows of blocks in a row of units. */
    int high() {
        return high;
    }

    /** The lines of a row of blocks of the component. */
    int[][] lines(int row) {
        return lines[row % high];
    }

    /** Forgets a row. */
    void clear(int row) {
        for (int[] line : lines(row)) {
            Arrays.fill(line, 0);
        }
    }

    /** Hands a row to the component, which keeps it, and forgets it. */
    void keep(FrameComponent component, int row) {
        short[] kept = component.coefficients();
        int from = component.block(row, 0);
        int[][] here = lines(row);
        for (int block = 0; block < blocks; block++) {
            for (int place = 0; place < 64; place++, from++) {
                kept[from] = (short) here[place >> 3][(place & 7) * blocks + block];
            }
        }
        clear(row);
    }

    /** Takes a row that the component has kept, and quantises it no more. */
    void load(FrameComponent component, int row) {
        short[] kept = component.coefficients();
        int[] quantiser = component.quantiser();
        int from = component.block(row, 0);
        int[][] here = lines(row);
        for (int block = 0; block < blocks; block++) {
            for (int place = 0; place < 64; place++, from++) {
                int value = kept[from] * quantiser[place];
                here[place >> 3][(place & 7) * blocks + block] = value;
            }
        }
    }
}
