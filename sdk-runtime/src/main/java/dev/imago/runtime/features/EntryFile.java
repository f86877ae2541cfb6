package dev.imago.runtime.features;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A file of entries of one size, to which several processes may add: who adds holds {@link #lock}
 * and has read what others added before. Not thread-safe by itself.
 */
final class EntryFile implements AutoCloseable {
    private static final long PAUSE_NANOS = 100_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final RandomAccessFile file;
    private final int entryBytes;

    /** Opens a file, or begins it. */
    EntryFile(Path path, int entryBytes) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.entryBytes = entryBytes;
    }

    /** Whole entries that are there now. */
    long size() throws IOException {
        return file.length() / entryBytes;
    }

    /** The entries from {@code first} up to {@code end}. */
    ByteBuffer read(long first, long end) throws IOException {
        byte[] bytes = new byte[Math.toIntExact((end - first) * entryBytes)];
        file.seek(first * entryBytes);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    void write(long number, byte[] entry) throws IOException {
        file.seek(number * entryBytes);
        file.write(entry);
    }

    /** Drops what lies behind so many entries, such as half of one; under the lock only. */
    void cut(long entries) throws IOException {
        if (file.length() > entries * entryBytes) {
            file.setLength(entries * entryBytes);
        }
    }

    /** Keeps other processes, and other handles of this one, from adding until it is released. */
    FileLock lock() throws IOException {
        // Not FileChannel.lock: a thread that is interrupted there loses its file.
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
            FileLock lock = tryLock(file.getChannel());
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("another process has had it locked for " + LONGEST_WAIT);
    }

    /** Null where anyone else has it. */
    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        try (RandomAccessFile closed = file) {
            closed.getFD().sync();
        }
    }
}
