package dev.imago.runtime.generate;

/** Hears what a {@link MixedModalLoop} writes, as it writes. */
public interface LoopListener {
    /** Hears nothing and never cancels. */
    LoopListener NONE = new LoopListener() {};

    /** A text token or mark of a row. */
    default void token(int row, int id) {}

    /** A visual token of a row's image; the last one has slot K-1. */
    default void visualToken(int row, int image, int slot, float[] values) {}

    /** Asked before each step; true ends all rows. */
    default boolean cancelled() {
        return false;
    }
}
