package dev.imago.plugins.wardrobe.world;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiPredicate;

/** What kind of change an edit asks for. */
public enum EditKind {
    /** A garment gets another colour. */
    RECOLOR((before, after) -> true),
    /** Another background. */
    GROUND((before, after) -> before.ground() != after.ground()),
    /** A garment goes. */
    REMOVE((before, after) -> after.items().size() < before.items().size()),
    /** Two garments change places. */
    SWAP((before, after) -> !sameGarments(before, after)),
    /** A garment comes. */
    ADD((before, after) -> after.items().size() > before.items().size());

    private final BiPredicate<Scene, Scene> fits;

    EditKind(BiPredicate<Scene, Scene> fits) {
        this.fits = fits;
    }

    /** The kind of the one change between two scenes. */
    public static EditKind of(Scene before, Scene after) {
        return Arrays.asList(GROUND, REMOVE, ADD, SWAP, RECOLOR).stream()
                .filter(kind -> kind.fits.test(before, after))
                .findFirst()
                .orElseThrow();
    }

    private static boolean sameGarments(Scene before, Scene after) {
        return Arrays.stream(Place.values())
                .allMatch(
                        place ->
                                before.at(place)
                                        .map(Item::garment)
                                        .equals(after.at(place).map(Item::garment)));
    }

    /** Whether a scene allows it and keeps at least one garment. */
    boolean allowedIn(Scene scene) {
        return switch (this) {
            case RECOLOR, GROUND -> true;
            case REMOVE, SWAP -> scene.items().size() > 1;
            case ADD -> scene.items().size() < Place.values().length;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
