package dev.imago.runtime.report;

import dev.imago.api.train.ReportPart;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the report of a run tells.
 *
 * @param name of the run
 * @param recipe the file, as the user named it
 * @param seed of the run
 * @param written when
 * @param machine versions and hardware by name, see {@link MachineFacts}
 * @param stages in the recipe's order
 * @param metrics the run's {@code metrics.jsonl}; need not exist
 * @param skipped the run's {@code skipped.jsonl}; need not exist
 * @param effectiveRecipe the recipe as it was run, with what it extends and overrides
 */
public record RunReport(
        String name,
        String recipe,
        long seed,
        ZonedDateTime written,
        Map<String, String> machine,
        List<StageSummary> stages,
        Path metrics,
        Path skipped,
        String effectiveRecipe) {
    /** Copies the collections. */
    public RunReport {
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        stages = List.copyOf(stages);
    }

    /**
     * What is told of one stage.
     *
     * @param name in the recipe
     * @param type what it does
     * @param of the stage whose model it began with; empty for the first
     * @param seconds it took, in whichever run it ran
     * @param ran whether this run ran it; if not, it was finished before
     * @param figures by name
     * @param parts in the order the stage gave them
     */
    public record StageSummary(
            String name,
            String type,
            String of,
            double seconds,
            boolean ran,
            Map<String, Double> figures,
            List<ReportPart> parts) {
        /** Copies the collections. */
        public StageSummary {
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
            parts = List.copyOf(parts);
        }
    }
}
