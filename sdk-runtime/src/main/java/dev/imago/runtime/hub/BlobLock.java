package dev.imago.runtime.hub;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Only one process, and only one thread of it, works on a blob at a time. */
final class BlobLock implements AutoCloseable {
    private static final long LOOK_AGAIN = 200;

    private final FileChannel channel;
    private final FileLock lock;

    private BlobLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits until it is free. */
    static BlobLock take(Path file, HubListener listener) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (boolean told = false; ; told = true) {
                FileLock lock = tried(channel);
                if (lock != null) {
                    return new BlobLock(channel, lock);
                }
                if (!told) {
                    listener.told("another process fetches the same file; waiting for it");
                }
                Thread.sleep(LOOK_AGAIN);
            }
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new ImagoException(
                    ErrorCode.INTERRUPTED, "", "stopped while waiting for another process", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
