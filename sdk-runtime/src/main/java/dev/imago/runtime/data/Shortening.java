package dev.imago.runtime.data;

/** What a sample of too many positions has lost, so that the rest of it could be used. */
public enum Shortening {
    /** Whole turns at its end. */
    TURNS_DROPPED,
    /** Images, with their turns or behind the place where it was cut. */
    IMAGES_DROPPED,
    /** Positions behind a place within a turn. */
    CUT
}
