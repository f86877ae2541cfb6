package dev.imago.plugins.wardrobe.metrics;

import java.util.Locale;

/** Shares as tables show them. */
final class Percent {
    private Percent() {}

    /** {@code 87.5 %}; a dash where there is nothing to show. */
    static String of(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
