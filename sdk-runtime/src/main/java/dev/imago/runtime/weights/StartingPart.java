package dev.imago.runtime.weights;

import dev.imago.api.plugin.Spec;
import java.util.List;

/**
 * A component that starts from weights of its own.
 *
 * @param prefix of its parameters in the store; empty, or ending in a dot
 * @param spec the component, with its weights
 * @param names of its parameters in the store
 */
public record StartingPart(String prefix, Spec<?> spec, List<String> names) {
    /** Copies the list. */
    public StartingPart {
        names = List.copyOf(names);
    }
}
