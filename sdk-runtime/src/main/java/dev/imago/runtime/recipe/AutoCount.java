package dev.imago.runtime.recipe;

/**
 * A number of things, or {@code auto}: Imago chooses by the machine and says what it chose.
 *
 * @param count at least 1; null is auto
 */
public record AutoCount(Integer count) implements Auto {
    /** Imago chooses. */
    public static final AutoCount AUTO = new AutoCount(null);

    /** The number, or what was chosen. */
    public int or(int chosen) {
        return count == null ? chosen : count;
    }

    @Override
    public Object written() {
        return count == null ? WORD : count;
    }

    @Override
    public String toString() {
        return written().toString();
    }
}
