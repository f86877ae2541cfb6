package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Ground;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Layout;
import dev.imago.plugins.wardrobe.world.Photos;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Scene;
import dev.imago.plugins.wardrobe.world.SceneComposer;
import dev.imago.plugins.wardrobe.world.Split;
import dev.imago.plugins.wardrobe.world.Tint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Scenes for tests. */
final class TestScenes {
    private TestScenes() {}

    /** A red sneaker top-left, a blue bag bottom-right on gray. */
    static Scene sneakerAndBag() {
        return new Scene(
                Layout.FREE,
                Ground.GRAY,
                List.of(
                        new Item(Place.TOP_LEFT, Garment.SNEAKER, Tint.RED, 420, false),
                        new Item(Place.BOTTOM_RIGHT, Garment.BAG, Tint.BLUE, 480, false)));
    }

    static Picture picture(Scene scene) {
        return new SceneComposer(Photos.bundled(Split.TEST)).compose(scene);
    }

    /** What a judge that is always right says. */
    static Map<Place, Garment> named(Scene scene) {
        Map<Place, Garment> named = new EnumMap<>(Place.class);
        scene.items().forEach(item -> named.put(item.place(), item.garment()));
        return named;
    }
}
