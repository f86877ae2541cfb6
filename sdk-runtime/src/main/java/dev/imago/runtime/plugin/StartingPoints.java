package dev.imago.runtime.plugin;

import dev.imago.api.plugin.Spec;
import java.util.function.Supplier;

/** Weights that remember which of their parameters a component with weights of its own declared. */
public interface StartingPoints {
    /**
     * Builds a component over these weights.
     *
     * @param spec whose weights, if it has any, the parameters are to start from
     */
    <T> T declaring(Spec<?> spec, Supplier<T> build);
}
