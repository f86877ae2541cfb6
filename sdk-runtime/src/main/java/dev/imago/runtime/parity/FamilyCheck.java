package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;

/** Knows how to run the cases of one family. */
interface FamilyCheck {
    /** What such a case has as its {@code family}. */
    String family();

    /**
     * Runs a case through Imago's components and compares.
     *
     * @param scope owns every array made on the way
     * @throws UnsupportedCaseException when no plugin offers what the case is about
     */
    void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings);
}
