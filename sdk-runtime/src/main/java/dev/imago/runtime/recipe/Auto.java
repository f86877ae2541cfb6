package dev.imago.runtime.recipe;

/** A single value, or {@code auto}: Imago chooses and says what it chose. */
public sealed interface Auto permits AutoCount, AutoFlag {
    /** How auto is written. */
    String WORD = "auto";

    /** The value as a recipe has it. */
    Object written();
}
