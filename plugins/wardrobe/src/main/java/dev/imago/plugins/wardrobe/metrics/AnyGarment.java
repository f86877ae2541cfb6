package dev.imago.plugins.wardrobe.metrics;

import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Scene;
import java.util.function.Function;

/**
 * The baseline of a model that knows what is in a picture but not what belongs together: it answers
 * about any garment that is present.
 */
final class AnyGarment {
    private AnyGarment() {}

    /** The share of present garments about which the answer would be right; NaN for other kinds. */
    static double score(Scene scene, String kind, String expected) {
        return switch (kind) {
            case "what_at", "mover" -> share(scene, Item::garment, expected);
            case "where" -> share(scene, Item::place, expected);
            case "color_at", "color_of" -> share(scene, Item::tint, expected);
            default -> Double.NaN;
        };
    }

    private static double share(Scene scene, Function<Item, Object> answer, String expected) {
        long same =
                scene.items().stream()
                        .filter(item -> answer.apply(item).toString().equals(expected))
                        .count();
        return (double) same / scene.items().size();
    }
}
