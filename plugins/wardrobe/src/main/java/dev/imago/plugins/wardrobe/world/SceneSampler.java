package dev.imago.plugins.wardrobe.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws scenes.
 *
 * @param photos of the split
 * @param mirror whether photos are turned left to right half of the time
 * @param few the share of free scenes with one or two garments, the others have three or four
 */
public record SceneSampler(Photos photos, boolean mirror, double few) {
    /** A scene with distinct garments in independent colours. */
    public Scene sample(Layout layout, RandomGenerator random) {
        List<Place> places = layout.places(few, random);
        List<Garment> garments = Draws.some(Arrays.asList(Garment.values()), places.size(), random);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            items.add(item(places.get(i), garments.get(i), random));
        }
        return new Scene(layout, Draws.one(Ground.values(), random), items);
    }

    /** A garment in any colour, by any of its photos. */
    Item item(Place place, Garment garment, RandomGenerator random) {
        Tint tint = Draws.one(Tint.values(), random);
        int photo = photos.any(garment, random);
        return new Item(place, garment, tint, photo, mirror && random.nextBoolean());
    }
}
