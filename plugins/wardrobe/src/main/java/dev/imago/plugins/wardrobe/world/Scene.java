package dev.imago.plugins.wardrobe.world;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The exact truth of a picture: at most one garment a cell, no garment twice.
 *
 * @param layout how its cells were chosen
 * @param ground what it lies on
 * @param items in reading order
 */
public record Scene(Layout layout, Ground ground, List<Item> items) {
    /** Sorts the items into reading order. */
    public Scene {
        items = items.stream().sorted(Comparator.comparing(Item::place)).toList();
    }

    /** What lies in a cell. */
    public Optional<Item> at(Place place) {
        return items.stream().filter(item -> item.place() == place).findFirst();
    }

    /** The item of a kind of garment. */
    public Optional<Item> of(Garment garment) {
        return items.stream().filter(item -> item.garment() == garment).findFirst();
    }

    /** Cells without a garment, in reading order. */
    public List<Place> emptyPlaces() {
        return Stream.of(Place.values()).filter(place -> at(place).isEmpty()).toList();
    }

    /** The same scene on another ground. */
    public Scene on(Ground other) {
        return new Scene(layout, other, items);
    }

    /** The same scene without an item. */
    public Scene without(Item item) {
        return new Scene(layout, ground, items.stream().filter(i -> !i.equals(item)).toList());
    }

    /** The same scene with one more item. */
    public Scene with(Item item) {
        return new Scene(layout, ground, Stream.concat(items.stream(), Stream.of(item)).toList());
    }
}
