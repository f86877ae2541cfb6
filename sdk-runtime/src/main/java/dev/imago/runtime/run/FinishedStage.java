package dev.imago.runtime.run;

import dev.imago.api.train.ReportPart;
import dev.imago.runtime.recipe.StageEntry;
import java.util.List;
import java.util.Map;

/**
 * A stage that has been run.
 *
 * @param entry its keys
 * @param ran whether it was run now, not earlier
 * @param seconds it took
 * @param figures what it measured
 * @param parts its parts of the report
 */
record FinishedStage(
        StageEntry entry,
        boolean ran,
        double seconds,
        Map<String, Double> figures,
        List<ReportPart> parts) {}
