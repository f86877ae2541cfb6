package dev.imago.runtime.recipe;

/**
 * True or false, or {@code auto}.
 *
 * @param flag null is auto
 */
public record AutoFlag(Boolean flag) implements Auto {
    /** Imago chooses. */
    public static final AutoFlag AUTO = new AutoFlag(null);

    /** No. */
    public static final AutoFlag FALSE = new AutoFlag(false);

    /** Whether Imago chooses. */
    public boolean isAuto() {
        return flag == null;
    }

    @Override
    public Object written() {
        return isAuto() ? WORD : flag;
    }

    @Override
    public String toString() {
        return written().toString();
    }
}
