package dev.imago.runtime.progress;

/** Where long work tells how far it is. The command line shows bars or plain lines. Thread-safe. */
public interface Progress {
    /** Tells nobody. */
    Progress SILENT =
            new Progress() {
                @Override
                public void line(String text) {}

                @Override
                public Bar bar(String label, long total) {
                    return Bar.SILENT;
                }
            };

    /** One line of text, or several. */
    void line(String text);

    /** Begins a piece of work of {@code total} steps. */
    Bar bar(String label, long total);

    /** One piece of work. */
    interface Bar extends AutoCloseable {
        /** Tells nobody. */
        Bar SILENT = (done, detail) -> {};

        /**
         * @param done steps done so far
         * @param detail figures of the moment, e.g. {@code loss 0.412 · 1,830 tok/s}
         */
        void at(long done, String detail);

        /** Ends the piece of work. */
        @Override
        default void close() {}
    }
}
