package dev.imago.runtime.cli;

import ai.djl.engine.Engine;
import java.util.List;

/**
 * Opens the engine beside the verbs that answer at once and need it, while their words are read and
 * the model's files are found: loading libtorch takes as long as all of that.
 */
final class EngineAhead implements AutoCloseable {
    private static final List<String> VERBS = List.of("generate", "chat", "render", "bench");
    private static final List<String> NO_ANSWER = List.of("-h", "--help");

    private final Thread opening;

    private EngineAhead(Thread opening) {
        this.opening = opening;
    }

    /** Begins, where the words ask for such a verb. */
    static EngineAhead of(List<String> words) {
        boolean needed =
                !words.isEmpty()
                        && VERBS.contains(words.get(0))
                        && words.stream().noneMatch(NO_ANSWER::contains);
        Thread opening = new Thread(EngineAhead::open, "imago-engine");
        opening.setDaemon(true);
        if (needed) {
            opening.start();
        }
        return new EngineAhead(opening);
    }

    private static void open() {
        try {
            Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            return; // the verb tries again, and tells what it met
        }
    }

    /** Whether it is being opened just now. */
    boolean isOpening() {
        return opening.isAlive();
    }

    /** Waits until it is open: a process must not end while a library is being loaded. */
    @Override
    public void close() {
        try {
            opening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
