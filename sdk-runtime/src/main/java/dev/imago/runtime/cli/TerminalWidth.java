package dev.imago.runtime.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How wide the terminal is, asked anew now and then, since people resize windows. */
final class TerminalWidth {
    private static final int USUAL = 80;
    private static final long ASK_EVERY = Duration.ofSeconds(5).toNanos();

    private int columns;
    private long askedAt;

    synchronized int columns() {
        if (columns == 0 || System.nanoTime() - askedAt > ASK_EVERY) {
            columns = ask();
            askedAt = System.nanoTime();
        }
        return columns;
    }

    private static int ask() {
        try {
            Process stty =
                    new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] rowsAndColumns = size.strip().split(" ");
            boolean told = stty.waitFor(1, TimeUnit.SECONDS) && rowsAndColumns.length == 2;
            int width = told ? Integer.parseInt(rowsAndColumns[1]) : 0;
            return width > 0 ? width : USUAL;
        } catch (IOException | NumberFormatException e) {
            return USUAL; // no terminal of this process, or a system without stty
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
