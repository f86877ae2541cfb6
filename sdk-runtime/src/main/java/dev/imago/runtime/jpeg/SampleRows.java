package dev.imago.runtime.jpeg;

/**
 * The latest rows of a component's samples, made from its coefficients a unit of rows at a time.
 * Two units are kept: smooth upsampling looks at the rows above and below. For one thread.
 *
 * <p>Where the picture's colours have half of its columns, rows are split: first all samples at
 * even places, then all at odd ones. So widening a row writes two lines without gaps.
 */
final class SampleRows {
    private final int blocks;
    private final int high;
    private final boolean split;

    private final int[][] rows;
    private final InverseDct transform;

    SampleRows(FrameComponent component, FrameHeader frame) {
        blocks = component.blocksWide();
        high = component.vertical;
        split = frame.isSplit() && component.horizontal == 2;
        rows = new int[2 * 8 * high][8 * blocks];
        transform = new InverseDct(blocks);
    }

    /** Makes samples of all coefficients of a row of units, and forgets these. */
    void finish(CoefficientRows coefficients, int unitRow) {
        for (int row = unitRow * high; row < (unitRow + 1) * high; row++) {
            int[][] columns = transform.apply(coefficients.lines(row));
            for (int i = 0; i < 8; i++) {
                int[] to = row(row * 8 + i);
                if (split) {
                    writeSplit(columns, i * blocks, to);
                } else {
                    write(columns, i * blocks, to);
                }
            }
            coefficients.clear(row);
        }
    }

    /** Row y of the component, 0..255, if it is one of the last two units'. */
    int[] row(int y) {
        return rows[y % rows.length];
    }

    private static void write(int[][] from, int start, int[] to) {
        int[] c0 = from[0];
        int[] c1 = from[1];
        int[] c2 = from[2];
        int[] c3 = from[3];
        int[] c4 = from[4];
        int[] c5 = from[5];
        int[] c6 = from[6];
        int[] c7 = from[7];
        for (int i = start, at = 0; at < to.length; i++, at += 8) {
            to[at] = c0[i];
            to[at + 1] = c1[i];
            to[at + 2] = c2[i];
            to[at + 3] = c3[i];
            to[at + 4] = c4[i];
            to[at + 5] = c5[i];
            to[at + 6] = c6[i];
            to[at + 7] = c7[i];
        }
    }

    private void writeSplit(int[][] from, int start, int[] to) {
        writeQuarters(from, 0, start, to, 0);
        writeQuarters(from, 1, start, to, to.length / 2);
    }

    private void writeQuarters(int[][] from, int first, int start, int[] to, int at) {
        int[] c0 = from[first];
        int[] c2 = from[first + 2];
        int[] c4 = from[first + 4];
        int[] c6 = from[first + 6];
        for (int i = start, end = start + blocks; i < end; i++, at += 4) {
            to[at] = c0[i];
            to[at + 1] = c2[i];
            to[at + 2] = c4[i];
            to[at + 3] = c6[i];
        }
    }
}
