package dev.imago.runtime.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends a read from a connection through which nothing comes any more: the HTTP client waits for
 * ever, so another thread closes the stream after a while.
 */
final class StallGuard implements AutoCloseable {
    private final InputStream in;
    private final long patience;
    private final Thread watcher;
    private volatile long heard = System.nanoTime();
    private volatile boolean stalled;

    /** Watches a stream until closed, which leaves the stream to its owner. */
    StallGuard(InputStream in, Duration patience) {
        this.in = in;
        this.patience = patience.toNanos();
        watcher = new Thread(this::watch, "imago-download-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Something came. */
    void heard() {
        heard = System.nanoTime();
    }

    /** Whether it has closed the stream. */
    boolean stalled() {
        return stalled;
    }

    private void watch() {
        try {
            for (long left = patience; left > 0; left = heard + patience - System.nanoTime()) {
                Thread.sleep(Math.max(1, left / 1_000_000));
            }
            stalled = true;
            in.close();
        } catch (InterruptedException e) {
            // The download has ended.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The reader meets the same failure, and tells it.
            stalled = true;
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
