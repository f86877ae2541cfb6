package dev.imago.plugins.wardrobe.metrics;

import dev.imago.plugins.wardrobe.world.EditKind;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Scene;
import dev.imago.plugins.wardrobe.world.Tint;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether an edit was done, and nothing else.
 *
 * <p>A garment counts as the right one when the judge gives it the name it has, or the name the
 * judge gives it in the wanted picture rendered from its own visual tokens: what decoder and judge
 * lose there is no fault of the edit. Cells, tints and grounds are measured from pixels.
 *
 * @param changed whether what was asked for was done
 * @param kept whether all else is as it was
 */
record EditVerdict(boolean changed, boolean kept) {
    boolean both() {
        return changed && kept;
    }

    /**
     * Judges a picture.
     *
     * @param before the scene shown
     * @param after the scene wanted
     * @param seen in what was drawn
     * @param wanted seen in the wanted picture, rendered
     */
    static EditVerdict of(Scene before, Scene after, Seen seen, Seen wanted) {
        Look look = new Look(after, seen, wanted);
        EditKind kind = EditKind.of(before, after);
        Predicate<Place> touched = place -> !before.at(place).equals(after.at(place));
        return switch (kind) {
            case GROUND -> new EditVerdict(look.ground(), look.all(place -> true));
            // The garment that gets the colour is to stay the same garment.
            case RECOLOR ->
                    new EditVerdict(
                            Arrays.stream(Place.values()).filter(touched).allMatch(look::tint),
                            look.ground()
                                    && look.all(touched.negate())
                                    && Arrays.stream(Place.values())
                                            .filter(touched)
                                            .allMatch(look::garment));
            case REMOVE, SWAP, ADD ->
                    new EditVerdict(look.all(touched), look.ground() && look.all(touched.negate()));
        };
    }

    /** A picture against the scene it should show. */
    private record Look(Scene scene, Seen seen, Seen wanted) {
        boolean ground() {
            return seen.measured().ground() == scene.ground();
        }

        boolean all(Predicate<Place> places) {
            return Arrays.stream(Place.values())
                    .filter(places)
                    .allMatch(place -> tint(place) && garment(place));
        }

        /** Whether a cell is empty as it should, or has its colour. */
        boolean tint(Place place) {
            Optional<Tint> tint = scene.at(place).map(Item::tint);
            return seen.measured().at(place).equals(tint);
        }

        /** Whether a cell shows its garment; any is right where there should be none. */
        boolean garment(Place place) {
            Garment named = seen.named().get(place);
            return scene.at(place)
                    .map(item -> named == item.garment() || named == wanted.named().get(place))
                    .orElse(true);
        }
    }
}
