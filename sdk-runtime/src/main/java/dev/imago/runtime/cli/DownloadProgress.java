package dev.imago.runtime.cli;

import dev.imago.runtime.hub.HubListener;
import dev.imago.runtime.progress.Progress;

/** Shows a download: a bar a file, in mebibytes. */
final class DownloadProgress implements HubListener, AutoCloseable {
    private static final long UNIT = 1 << 20;

    private final Progress progress;
    private Progress.Bar bar;
    private long total;

    DownloadProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void begins(String file, long bytes) {
        close();
        total = Math.max(1, (bytes + UNIT - 1) / UNIT);
        bar = progress.bar(file + " (MiB)", total);
    }

    @Override
    public void has(long bytes) {
        if (bar != null) {
            bar.at(Math.min(total, bytes / UNIT), "");
        }
    }

    @Override
    public void ends() {
        if (bar != null) {
            bar.at(total, "");
        }
        close();
    }

    @Override
    public void told(String text) {
        progress.line(text);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
