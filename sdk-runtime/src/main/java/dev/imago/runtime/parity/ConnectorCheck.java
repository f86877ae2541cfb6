package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import dev.imago.api.parity.ParityFamily;
import java.util.Map;

/** The parts between encoder and backbone, one at a time. */
final class ConnectorCheck implements FamilyCheck {
    /** Checks one part. */
    @FunctionalInterface
    interface PartCheck {
        void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings);
    }

    private final Map<String, PartCheck> parts =
            Map.of(
                    "reduce", new ReducerCheck()::check,
                    "projector", new ProjectorCheck()::check,
                    "vision_head", new VisionHeadCheck()::check);

    @Override
    public String family() {
        return "connector";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        String part = recorded.text("/part");
        PartCheck check = parts.get(part);
        if (check != null) {
            check.check(recorded, bench, scope, findings);
        } else if (bench.offers(ParityFamily.class, part)) {
            bench.create(bench.spec(ParityFamily.class, part, Bench.keys()))
                    .check(new PluginCase(recorded, bench, scope), findings);
        } else {
            throw new UnsupportedCaseException("no check knows the part '" + part + "'");
        }
    }
}
