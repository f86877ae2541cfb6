package dev.imago.runtime.run;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.generate.LoopListener;
import dev.imago.runtime.train.Interruption;

/**
 * Points between samples or batches at which a stage that is asked to stop ends: what it has so far
 * is kept nowhere. While a training loop runs it chooses its own, and saves there. Thread-safe.
 */
final class SafePoints implements LoopListener {
    private final String stage;
    private final Interruption interruption;
    private volatile boolean training;

    SafePoints(String stage, Interruption interruption) {
        this.stage = stage;
        this.interruption = interruption;
    }

    /**
     * Goes on, unless somebody asked to stop.
     *
     * @throws ImagoException INTERRUPTED
     */
    void pass() {
        if (!training && interruption.requested()) {
            throw new ImagoException(
                    ErrorCode.INTERRUPTED,
                    "stage " + stage,
                    "stopped before its end; what was trained so far is saved, the same command"
                            + " goes on from there");
        }
    }

    /** Leaves stopping to a training loop while that runs. */
    void training(Runnable loop) {
        training = true;
        try {
            loop.run();
        } finally {
            training = false;
        }
    }

    /** Between the positions of answers, which may be long. */
    @Override
    public boolean cancelled() {
        pass();
        return false;
    }
}
