package dev.imago.runtime.cli;

/** Where the lines of a chat come from. */
interface ChatInput extends AutoCloseable {
    /** The next line; null at the end. */
    String read(String prompt);

    /**
     * The model is answering: Ctrl-C now stops the answer and not the chat.
     *
     * @return closed when the answer has ended
     */
    default Answering answering(Runnable stop) {
        return () -> {};
    }

    @Override
    void close();

    /** The time of an answer. */
    interface Answering extends AutoCloseable {
        @Override
        void close();
    }
}
