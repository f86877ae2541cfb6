package dev.imago.runtime.sequence;

/** What is done with a sample of more positions than the recipe allows. */
public enum TooLong {
    /**
     * Turns are dropped from the end, whole, until what is left fits and ends with an answer that
     * is learned; a sample whose first answer doesn't fit is refused.
     */
    DROP_TURNS,
    /** The end is cut off: words anywhere, an image whole with everything behind it. */
    CUT,
    /** The sample is refused. */
    REFUSE
}
