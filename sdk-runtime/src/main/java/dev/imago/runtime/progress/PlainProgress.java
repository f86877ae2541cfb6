package dev.imago.runtime.progress;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Progress for files and pipes: the first and the last step of a piece of work have a line each,
 * between them there is one at most every ten seconds.
 */
public final class PlainProgress implements Progress {
    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream out;
    private final LongSupplier nanos;

    /** Prints to a stream, which stays open. */
    public PlainProgress(PrintStream out) {
        this(out, System::nanoTime);
    }

    PlainProgress(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    @Override
    public Bar bar(String label, long total) {
        return new Lines(label, total);
    }

    private final class Lines implements Bar {
        private final String label;
        private final long total;
        private final Pace pace;
        private long printedAt;
        private long printedDone = -1;
        private long done = -1;
        private String detail = "";

        Lines(String label, long total) {
            this.label = label;
            this.total = total;
            this.pace = new Pace(total, nanos);
        }

        @Override
        public synchronized void at(long steps, String figures) {
            done = steps;
            detail = figures;
            pace.at(steps);
            boolean due = nanos.getAsLong() - printedAt >= BETWEEN_NANOS;
            if (printedDone < 0 || due || steps == total) {
                print();
            }
        }

        @Override
        public synchronized void close() {
            if (done != printedDone) {
                print();
            }
        }

        private void print() {
            printedAt = nanos.getAsLong();
            printedDone = done;
            StringBuilder text = new StringBuilder(label).append(": ").append(done);
            if (total > 0) {
                long percent = 100 * done / total;
                text.append(String.format(Locale.ROOT, "/%d (%d%%)", total, percent));
            }
            if (done < total) {
                pace.secondsLeft()
                        .ifPresent(left -> text.append(", ").append(TimeText.of(left) + " left"));
            }
            out.println(text + (detail.isEmpty() ? "" : ", " + detail));
        }
    }
}
