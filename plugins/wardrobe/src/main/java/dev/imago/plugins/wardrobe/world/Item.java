package dev.imago.plugins.wardrobe.world;

/**
 * A garment in a scene.
 *
 * @param place its cell
 * @param garment what it is
 * @param tint its colour
 * @param photo which photo of its split shows it, see {@link Photos}
 * @param mirrored whether the photo is turned left to right
 */
public record Item(Place place, Garment garment, Tint tint, int photo, boolean mirrored) {
    /** The same garment in another cell. */
    public Item movedTo(Place other) {
        return new Item(other, garment, tint, photo, mirrored);
    }

    /** The same garment in another colour. */
    public Item tinted(Tint other) {
        return new Item(place, garment, other, photo, mirrored);
    }
}
