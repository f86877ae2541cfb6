package dev.imago.plugins.wardrobe.metrics;

import dev.imago.plugins.wardrobe.world.EditKind;
import java.util.EnumMap;
import java.util.Map;

/** Verdicts counted, in all and by kind of edit. Not thread-safe. */
final class EditScores {
    private final Count all = new Count();
    private final Map<EditKind, Count> kinds = new EnumMap<>(EditKind.class);

    /** Some verdicts. */
    static final class Count {
        private int edits;
        private int changed;
        private int kept;
        private int both;

        private void add(EditVerdict verdict) {
            edits++;
            changed += verdict.changed() ? 1 : 0;
            kept += verdict.kept() ? 1 : 0;
            both += verdict.both() ? 1 : 0;
        }

        int edits() {
            return edits;
        }

        /** The share in which what was asked for was done. */
        double changed() {
            return (double) changed / edits;
        }

        /** The share in which all else is as it was. */
        double kept() {
            return (double) kept / edits;
        }

        /** The share of which both is true. */
        double both() {
            return (double) both / edits;
        }
    }

    void add(EditKind kind, EditVerdict verdict) {
        all.add(verdict);
        kinds.computeIfAbsent(kind, k -> new Count()).add(verdict);
    }

    Count all() {
        return all;
    }

    /** Those kinds that occurred. */
    Map<EditKind, Count> kinds() {
        return kinds;
    }
}
