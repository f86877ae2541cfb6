package dev.imago.plugins.diffusion.blocks;

import ai.djl.ndarray.NDArray;

/** Is shown what modules give, by their names; for comparing one by one with a reference. */
@FunctionalInterface
public interface Probe {
    /** Looks at nothing. */
    Probe NONE = (name, value) -> {};

    /**
     * @param name of the module, such as {@code down_blocks.0}
     * @param value what it gave; closed by the model afterwards
     */
    void seen(String name, NDArray value);

    /** One that adds a prefix to the names. */
    default Probe below(String prefix) {
        return this == NONE ? NONE : (name, value) -> seen(prefix + "." + name, value);
    }
}
