package dev.imago.plugins.wardrobe.metrics;

import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Scene;
import java.util.ArrayList;
import java.util.List;

/**
 * How alike drawn and wanted visual tokens are, one cosine a token. Where tokens lie on a square
 * grid, each belongs to a cell; on another ground, every cell changes.
 *
 * @param kept of cells that should stay
 * @param changed of cells that should change
 */
record EditLikeness(List<Double> kept, List<Double> changed) {
    /** Of what was drawn; empty where nothing was, or where tokens belong to no cells. */
    static EditLikeness of(Scene before, Scene after, Redrawing drawing) {
        EditLikeness likeness = new EditLikeness(new ArrayList<>(), new ArrayList<>());
        float[][] wanted = drawing.wanted().tokens();
        int side = (int) Math.round(Math.sqrt(wanted.length));
        if (drawing.drawn().isEmpty() || side * side != wanted.length || side % 2 != 0) {
            return likeness;
        }
        float[][] drawn = drawing.drawn().get().tokens();
        boolean ground = before.ground() == after.ground();
        for (int k = 0; k < wanted.length; k++) {
            Place place = Place.at(2 * (k / side) / side, 2 * (k % side) / side);
            boolean same = ground && before.at(place).equals(after.at(place));
            double cosine = TokenCosine.cosine(drawn[k], wanted[k]);
            (same ? likeness.kept : likeness.changed).add(cosine);
        }
        return likeness;
    }
}
