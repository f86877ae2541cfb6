package dev.imago.runtime.cli;

import dev.imago.runtime.train.Interruption;
import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C and a polite kill into a wish to stop, for work that can save: the JVM's end then
 * waits until the work has ended, and has its exit code. Other work ends at once, as usual.
 */
final class StopRequest {
    private final Interruption interruption = new Interruption();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final PrintStream err;
    private volatile boolean awaited;
    private volatile int exitCode;

    StopRequest(PrintStream err) {
        this.err = err;
    }

    /** Begins work that can save: it asks this between its steps. */
    Interruption begin() {
        awaited = true;
        return interruption;
    }

    /** Tells that everything is done and told. */
    void ended(int code) {
        exitCode = code;
        ended.countDown();
    }

    /** Whether everything is done and told. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /**
     * The JVM is ending: waits for work that can save.
     *
     * @return the exit code of that work; empty when there was none
     */
    OptionalInt awaitEnd() {
        if (!awaited || hasEnded()) {
            return OptionalInt.empty();
        }
        interruption.request();
        err.println();
        err.println("imago: stopping at the next safe point, where everything is saved");
        try {
            ended.await();
            return OptionalInt.of(exitCode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }
}
