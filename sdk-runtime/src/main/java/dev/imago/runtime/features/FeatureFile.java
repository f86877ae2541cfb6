package dev.imago.runtime.features;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Precision;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Records of equal size by image id: {@code tokens.bin} holds them one after the other, {@code
 * index.bin} their ids and checksums. Records are only added. What a kill left half written is
 * dropped when the file is opened; a record whose checksum fails is not found, and written anew.
 * Thread-safe, for one process at a time.
 */
final class FeatureFile implements AutoCloseable {
    private static final int ENTRY = 20;

    private final Path folder;
    private final int values;
    private final Precision precision;
    private final int recordBytes;
    private final RandomAccessFile tokens;
    private final RandomAccessFile index;
    private final IdTable ids = new IdTable();
    private int[] checksums = new int[1024];

    /**
     * Opens the records in a folder, or begins them.
     *
     * @param values numbers in a record
     * @param precision how they are kept: FP32 or BF16
     */
    FeatureFile(Path folder, int values, Precision precision) {
        this.folder = folder;
        this.values = values;
        this.precision = precision;
        this.recordBytes = values * precision.bytes();
        try {
            Files.createDirectories(folder);
            tokens = new RandomAccessFile(folder.resolve("tokens.bin").toFile(), "rw");
            index = new RandomAccessFile(folder.resolve("index.bin").toFile(), "rw");
            readIndex();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    synchronized int size() {
        return ids.size();
    }

    synchronized boolean has(String id) {
        return ids.find(IdTable.Key.of(id)) >= 0;
    }

    /** The record of an id; null when there is none that is whole. */
    synchronized float[] find(String id) {
        int number = ids.find(IdTable.Key.of(id));
        if (number < 0) {
            return null;
        }
        byte[] record = new byte[recordBytes];
        try {
            tokens.seek((long) number * recordBytes);
            tokens.readFully(record);
        } catch (IOException e) {
            throw failed(e);
        }
        return checksum(record) == checksums[number] ? decode(record) : null;
    }

    /** Keeps a record; one that is there is replaced. */
    synchronized void put(String id, float[] record) {
        if (record.length != values) {
            throw new IllegalArgumentException(
                    "a record of " + record.length + " values, expected " + values);
        }
        IdTable.Key key = IdTable.Key.of(id);
        int known = ids.find(key);
        byte[] bytes = encode(record);
        try {
            // The record first: an index entry without a record could not be told from a whole one.
            int number = known < 0 ? ids.size() : known;
            tokens.seek((long) number * recordBytes);
            tokens.write(bytes);
            index.seek((long) number * ENTRY);
            index.write(entry(key, checksum(bytes)));
        } catch (IOException e) {
            throw failed(e);
        }
        remember(known < 0 ? ids.add(key) : known, checksum(bytes));
    }

    private void readIndex() throws IOException {
        long whole = Math.min(index.length() / ENTRY, tokens.length() / recordBytes);
        byte[] entries = new byte[Math.toIntExact(whole * ENTRY)];
        index.readFully(entries);
        ByteBuffer buffer = ByteBuffer.wrap(entries);
        for (int i = 0; i < whole; i++) {
            IdTable.Key key = new IdTable.Key(buffer.getLong(), buffer.getLong());
            remember(ids.add(key), buffer.getInt());
        }
        index.setLength(whole * ENTRY);
        tokens.setLength(whole * recordBytes);
    }

    private void remember(int number, int checksum) {
        if (number >= checksums.length) {
            checksums = Arrays.copyOf(checksums, checksums.length * 2);
        }
        checksums[number] = checksum;
    }

    private static byte[] entry(IdTable.Key key, int checksum) {
        return ByteBuffer.allocate(ENTRY)
                .putLong(key.high())
                .putLong(key.low())
                .putInt(checksum)
                .array();
    }

    private static int checksum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }

    private byte[] encode(float[] record) {
        ByteBuffer bytes = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        if (precision == Precision.FP32) {
            bytes.asFloatBuffer().put(record);
        } else {
            for (float value : record) {
                bytes.putShort(roundedToBf16(value));
            }
        }
        return bytes.array();
    }

    private float[] decode(byte[] record) {
        ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        float[] decoded = new float[values];
        if (precision == Precision.FP32) {
            bytes.asFloatBuffer().get(decoded);
        } else {
            for (int i = 0; i < values; i++) {
                decoded[i] = Float.intBitsToFloat(bytes.getShort() << 16);
            }
        }
        return decoded;
    }

    /** The nearest bfloat16, to even where two are as near. */
    private static short roundedToBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounding = 0x7fff + ((bits >>> 16) & 1);
        return (short) ((bits + rounding) >>> 16);
    }

    private ImagoException failed(IOException e) {
        return new ImagoException(
                ErrorCode.DISK, folder.toString(), "can't keep visual tokens: " + e, e);
    }

    @Override
    public synchronized void close() {
        try (RandomAccessFile first = tokens;
                RandomAccessFile second = index) {
            first.getFD().sync();
            second.getFD().sync();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
