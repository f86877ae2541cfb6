package dev.imago.plugins.sources.index;

import dev.imago.api.data.FileStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Rows of longs in a file. The file is mapped: the system keeps in memory what is used, and no more
 * than there is room for. Thread-safe.
 */
public final class LongTable {
    /** Rows of a mapped piece, as a power of two: at most 1 GiB with eight longs a row. */
    private static final int PIECE_BITS = 24;

    private final long rows;
    private final int width;
    private final ByteBuffer[] pieces;

    private LongTable(TableHeader header, ByteBuffer[] pieces) {
        this.rows = header.rows();
        this.width = header.width();
        this.pieces = pieces;
    }

    /** How many rows. */
    public long rows() {
        return rows;
    }

    /** A number of a row. */
    public long get(long row, int column) {
        Objects.checkIndex(row, rows);
        ByteBuffer piece = pieces[(int) (row >>> PIECE_BITS)];
        int place = (int) (row & ((1L << PIECE_BITS) - 1));
        return piece.getLong((place * width + column) * Long.BYTES);
    }

    /**
     * The table in a file; empty when there is none of this width, key and stamp, or it is torn.
     */
    static Optional<LongTable> open(Path file, int width, long key, FileStamp stamp)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(TableHeader.BYTES);
            while (head.hasRemaining() && channel.read(head) >= 0) {
                continue;
            }
            Optional<TableHeader> header = TableHeader.of(head.flip());
            if (header.isEmpty()
                    || !header.get().isOf(width, key, stamp)
                    || channel.size() != TableHeader.BYTES + header.get().payload()) {
                return Optional.empty();
            }
            ByteBuffer[] pieces = map(channel, header.get());
            return sum(pieces) == header.get().checksum()
                    ? Optional.of(new LongTable(header.get(), pieces))
                    : Optional.empty();
        }
    }

    private static ByteBuffer[] map(FileChannel channel, TableHeader header) throws IOException {
        long pieceBytes = (1L << PIECE_BITS) * header.width() * Long.BYTES;
        long payload = header.payload();
        ByteBuffer[] pieces = new ByteBuffer[(int) ((payload + pieceBytes - 1) / pieceBytes)];
        for (int i = 0; i < pieces.length; i++) {
            long from = i * pieceBytes;
            long bytes = Math.min(pieceBytes, payload - from);
            pieces[i] =
                    channel.map(MapMode.READ_ONLY, TableHeader.BYTES + from, bytes)
                            .order(ByteOrder.LITTLE_ENDIAN);
        }
        return pieces;
    }

    private static long sum(ByteBuffer[] pieces) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer piece : pieces) {
            crc.update(piece.duplicate());
        }
        return crc.getValue();
    }
}
