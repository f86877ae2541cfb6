package dev.imago.runtime.jpeg;

/** The order in which a file has the coefficients of a block. */
final class ZigZag {
    /**
     * The place of each in natural order. Runs of damaged files lead beyond the last one: all such
     * go there.
     */
    static final byte[] NATURAL = order();

    private ZigZag() {}

    private static byte[] order() {
        byte[] natural = new byte[64 + 16];
        int row = 0;
        int column = 0;
        for (int k = 0; k < 64; k++) {
            natural[k] = (byte) (row * 8 + column);
            boolean up = (row + column) % 2 == 0;
            if (up ? column == 7 : row == 7) {
                row += up ? 1 : 0;
                column += up ? 0 : 1;
            } else if (up ? row == 0 : column == 0) {
                row += up ? 0 : 1;
                column += up ? 1 : 0;
            } else {
                row += up ? -1 : 1;
                column += up ? 1 : -1;
            }
        }
        java.util.Arrays.fill(natural, 64, natural.length, (byte) 63);
        return natural;
    }
}
