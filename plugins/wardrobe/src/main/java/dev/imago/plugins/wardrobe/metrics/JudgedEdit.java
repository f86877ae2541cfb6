package dev.imago.plugins.wardrobe.metrics;

import dev.imago.plugins.wardrobe.world.EditKind;
import dev.imago.plugins.wardrobe.world.Scene;

/**
 * An edit with its verdict.
 *
 * @param kind of change
 * @param drawing what was shown, wanted and drawn
 * @param drawn the verdict on what was drawn
 * @param copied the verdict on a mere copy
 * @param best the verdict on the wanted picture itself, rendered: what decoder and pixels allow
 * @param likeness of the visual tokens drawn to those wanted, where they should stay and change
 */
record JudgedEdit(
        EditKind kind,
        Redrawing drawing,
        EditVerdict drawn,
        EditVerdict copied,
        EditVerdict best,
        EditLikeness likeness) {
    /**
     * Judges.
     *
     * @param before the scene shown
     * @param after the scene wanted
     * @param drawing what was shown, wanted and drawn
     * @param drawn seen in what was drawn
     * @param copied seen in a mere copy
     * @param wanted seen in the wanted picture, rendered
     */
    static JudgedEdit of(
            Scene before, Scene after, Redrawing drawing, Seen drawn, Seen copied, Seen wanted) {
        return new JudgedEdit(
                EditKind.of(before, after),
                drawing,
                EditVerdict.of(before, after, drawn, wanted),
                EditVerdict.of(before, after, copied, wanted),
                EditVerdict.of(before, after, wanted, wanted),
                EditLikeness.of(before, after, drawing));
    }
}
