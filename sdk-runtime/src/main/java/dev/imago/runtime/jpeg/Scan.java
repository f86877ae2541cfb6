package dev.imago.runtime.jpeg;

import java.util.List;

/**
 * One pass over some components: goes through their blocks in the file's order, with restarts.
 *
 * @param frame of the picture
 * @param parts the components with their codes
 * @param restartInterval units between restarts; 0 for none
 */
record Scan(FrameHeader frame, List<Part> parts, int restartInterval) {
    /**
     * A component in a scan.
     *
     * @param component of the frame
     * @param dc code of first coefficients; null where the file has none
     * @param ac code of the others; null where the file has none
     */
    record Part(FrameComponent component, HuffmanTable dc, HuffmanTable ac) {}

    /** Reads one block. */
    interface BlockReader {
        /**
         * @param index of the part within the scan
         * @param row of the block within its component
         * @param column of the block
         */
        void read(Part part, int index, int row, int column) throws JpegFormatException;

        /** A row of units is read. */
        void finish(int unitRow) throws JpegFormatException;

        /** Forgets what it knows of earlier blocks. */
        void restart();
    }

    Scan {
        parts = List.copyOf(parts);
    }

    /**
     * Reads all blocks.
     *
     * @return where the next marker stands
     */
    int read(BitSource source, byte[] data, BlockReader reader) throws JpegFormatException {
        boolean alone = parts.size() == 1;
        FrameComponent first = parts.get(0).component();
        int wide = alone ? FrameComponent.ceil(first.width(), 8) : frame.unitsWide();
        int high = alone ? FrameComponent.ceil(first.height(), 8) : frame.unitsHigh();
        int left = restartInterval;
        int restarts = 0;
        for (int row = 0; row < high; row++) {
            for (int column = 0; column < wide; column++) {
                if (restartInterval > 0 && left == 0) {
                    source.restartAt(afterRestart(data, source, restarts++));
                    reader.restart();
                    left = restartInterval;
                }
                left--;
                if (alone) {
                    reader.read(parts.get(0), 0, row, column);
                } else {
                    unit(reader, row, column);
                }
            }
            refuseTorn(source);
            reader.finish(row);
        }
        return source.position();
    }

    private void unit(BlockReader reader, int row, int column) throws JpegFormatException {
        for (int index = 0; index < parts.size(); index++) {
            Part part = parts.get(index);
            int wide = part.component().horizontal;
            int high = part.component().vertical;
            for (int y = 0; y < high; y++) {
                for (int x = 0; x < wide; x++) {
                    reader.read(part, index, row * high + y, column * wide + x);
                }
            }
        }
    }

    private static int afterRestart(byte[] data, BitSource source, int number)
            throws JpegFormatException {
        refuseTorn(source);
        int at = source.position();
        while (at + 1 < data.length && data[at] == (byte) 0xff && data[at + 1] == (byte) 0xff) {
            at++;
        }
        boolean found =
                at + 1 < data.length
                        && data[at] == (byte) 0xff
                        && (data[at + 1] & 0xff) == 0xd0 + (number & 7);
        if (!found) {
            throw new JpegFormatException("is damaged: restart marker " + number + " is missing");
        }
        return at + 2;
    }

    private static void refuseTorn(BitSource source) throws JpegFormatException {
        if (source.isOverrun()) {
            throw new JpegFormatException("is truncated: it ends in the middle of the picture");
        }
    }
}
