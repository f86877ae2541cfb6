package dev.imago.runtime.features;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Precision;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Records of equal size by key: {@code tokens.bin} holds them one after the other, {@code
 * index.bin} their keys and checksums. Records are only added, while all files of the folder have
 * room. What a kill left half written is dropped when the file is opened; a record whose checksum
 * fails is not found, and written anew. Thread-safe, also for several processes: who adds a record
 * has read what others added before.
 */
final class FeatureFile implements AutoCloseable {
    private static final String TOKENS = "tokens.bin";
    private static final int ENTRY = 20;

    private final Path folder;
    private final int values;
    private final Precision precision;
    private final long mostBytes;
    private final int recordBytes;
    private final RandomAccessFile tokens;
    private final EntryFile index;
    private final IdTable keys = new IdTable();
    private int[] checksums = new int[1024];

    /**
     * Opens the records in a folder, or begins them.
     *
     * @param values numbers in a record
     * @param precision how they are kept: FP32 or BF16
     * @param mostBytes of the records here and in the folders beside
     */
    FeatureFile(Path folder, int values, Precision precision, long mostBytes) {
        this.folder = folder;
        this.values = values;
        this.precision = precision;
        this.mostBytes = mostBytes;
        this.recordBytes = values * precision.bytes();
        try {
            Files.createDirectories(folder);
            tokens = new RandomAccessFile(folder.resolve(TOKENS).toFile(), "rw");
            index = new EntryFile(folder.resolve("index.bin"), ENTRY);
            try (FileLock lock = index.lock()) {
                readOn();
                index.cut(keys.size());
                tokens.setLength((long) keys.size() * recordBytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    synchronized int size() {
        return keys.size();
    }

    synchronized boolean has(IdTable.Key key) {
        return number(key) >= 0;
    }

    /** The record of a key; null when there is none that is whole. */
    synchronized float[] find(IdTable.Key key) {
        int number = number(key);
        try {
            byte[] record = number < 0 ? null : whole(number);
            return record == null ? null : decode(record);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Whether a record was kept, or there was no room for it. */
    enum Put {
        KEPT,
        NO_ROOM
    }

    /** Keeps a record; a damaged one that is there is replaced. */
    synchronized Put put(IdTable.Key key, float[] record) {
        byte[] bytes = encode(record);
        try (FileLock lock = index.lock()) {
            readOn();
            int known = keys.find(key);
            if (known >= 0 && isWholeNow(known)) {
                return Put.KEPT;
            }
            if (known < 0 && used() + recordBytes > mostBytes) {
                return Put.NO_ROOM;
            }
            // The record first: an index entry without a record could not be told from a whole one.
            int number = known < 0 ? keys.size() : known;
            tokens.seek((long) number * recordBytes);
            tokens.write(bytes);
            index.write(number, entry(key, checksum(bytes)));
            remember(known < 0 ? keys.add(key) : known, checksum(bytes));
            return Put.KEPT;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** A record as it is found once it is kept: rounded. */
    float[] rounded(float[] record) {
        return decode(encode(record));
    }

    /** The number of a key, also where another process gave it; -1 when it has none. */
    private int number(IdTable.Key key) {
        int number = keys.find(key);
        try {
            if (number >= 0 || index.size() <= keys.size()) {
                return number;
            }
            try (FileLock lock = index.lock()) {
                readOn();
            }
            return keys.find(key);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What is there and not known yet; under the lock. */
    private void readOn() throws IOException {
        long end = Math.min(index.size(), tokens.length() / recordBytes);
        if (end > keys.size()) {
            ByteBuffer added = index.read(keys.size(), end);
            while (added.hasRemaining()) {
                IdTable.Key key = new IdTable.Key(added.getLong(), added.getLong());
                remember(keys.add(key), added.getInt());
            }
        }
    }

    /** The bytes of a record; null where they are damaged. */
    private byte[] whole(int number) throws IOException {
        byte[] record = new byte[recordBytes];
        tokens.seek((long) number * recordBytes);
        tokens.readFully(record);
        return checksum(record) == checksums[number] ? record : null;
    }

    /** Another process may have replaced a damaged record, and so its checksum. */
    private boolean isWholeNow(int number) throws IOException {
        checksums[number] = index.read(number, number + 1L).getInt(ENTRY - Integer.BYTES);
        return whole(number) != null;
    }

    /** Bytes of all records, of this and of other encoders. */
    private long used() throws IOException {
        long used = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder.getParent())) {
            for (Path each : folders) {
                Path records = each.resolve(TOKENS);
                used += Files.exists(records) ? Files.size(records) : 0;
            }
        }
        return used;
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
        if (record.length != values) {
            throw new IllegalArgumentException(
                    "a record of " + record.length + " values, expected " + values);
        }
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
        try (EntryFile last = index;
                RandomAccessFile first = tokens) {
            first.getFD().sync();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
