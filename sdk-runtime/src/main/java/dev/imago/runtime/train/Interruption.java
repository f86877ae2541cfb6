package dev.imago.runtime.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** A wish to stop, asked between steps, so that work can be saved first. Thread-safe. */
public final class Interruption {
    private final AtomicBoolean requested = new AtomicBoolean();

    /** Asks the work to stop at its next safe point. */
    public void request() {
        requested.set(true);
    }

    /** Whether somebody asked. */
    public boolean requested() {
        return requested.get();
    }
}
