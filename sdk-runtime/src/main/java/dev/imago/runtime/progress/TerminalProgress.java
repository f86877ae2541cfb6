package dev.imago.runtime.progress;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Progress for a terminal: a bar that is redrawn in place, with lines of text above it. Of bars
 * within bars the innermost is drawn.
 */
public final class TerminalProgress implements Progress {
    private static final int REDRAW_MILLIS = 250;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final IntSupplier columns;
    private final Deque<DrawnBar> open = new ArrayDeque<>();

    /**
     * @param out the terminal, which stays open
     * @param columns its width, asked at each redraw
     */
    public TerminalProgress(PrintStream out, IntSupplier columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public synchronized void line(String text) {
        out.print(CLEAR_LINE + text + System.lineSeparator());
        if (!open.isEmpty()) {
            out.print(open.peek().drawn);
        }
        out.flush();
    }

    @Override
    public Bar bar(String label, long total) {
        DrawnBar bar = new DrawnBar(total);
        synchronized (this) {
            open.push(bar);
        }
        bar.start(label, total);
        return bar;
    }

    private synchronized void draw(DrawnBar bar, String text) {
        bar.drawn = CLEAR_LINE + text;
        if (open.peek() == bar) {
            out.print(bar.drawn);
            out.flush();
        }
    }

    private synchronized void remove(DrawnBar bar) {
        boolean visible = open.peek() == bar;
        open.remove(bar);
        if (visible) {
            out.println();
        }
    }

    private final class DrawnBar implements Bar {
        private final Pace pace;
        private String drawn = "";
        private ProgressBar bar;

        DrawnBar(long total) {
            this.pace = new Pace(total, System::nanoTime);
        }

        void start(String label, long total) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(label)
                            .setInitialMax(total > 0 ? total : -1)
                            .setUpdateIntervalMillis(REDRAW_MILLIS)
                            .setRenderer(new BarText(this::secondsLeft))
                            .setConsumer(new Line(this))
                            .continuousUpdate()
                            .build();
        }

        private synchronized OptionalDouble secondsLeft() {
            return pace.secondsLeft();
        }

        @Override
        public void at(long done, String detail) {
            synchronized (this) {
                pace.at(done);
            }
            bar.stepTo(done);
            bar.setExtraMessage(detail);
        }

        @Override
        public void close() {
            bar.close();
            remove(this);
        }
    }

    /** Hands what the library draws to the one place that prints. */
    private final class Line extends DelegatingProgressBarConsumer {
        Line(DrawnBar bar) {
            super(text -> draw(bar, text));
        }

        @Override
        public int getMaxRenderedLength() {
            return Math.max(20, columns.getAsInt() - 1);
        }
    }
}
