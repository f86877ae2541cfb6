package dev.imago.runtime.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run has left.
 *
 * @param folder where it is
 * @param figures of all stages, or of the one that was asked for, as {@code STAGE.NAME}
 */
public record RunResult(RunFolder folder, Map<String, Double> figures) {
    /** Copies the figures, in their order. */
    public RunResult {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
