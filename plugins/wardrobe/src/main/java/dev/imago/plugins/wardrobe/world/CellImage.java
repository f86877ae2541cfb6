package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;

/**
 * One cell of a picture, enlarged to the whole canvas: the closer look.
 *
 * @param whole the picture
 * @param place the cell
 */
public record CellImage(SceneImage whole, Place place) implements ImageSource {
    private static final int FACTOR = SceneComposer.SIDE / SceneComposer.CELL;

    @Override
    public String id() {
        return whole.id() + "/" + place;
    }

    @Override
    public Picture load() {
        byte[] from = whole.load().rgb();
        int side = SceneComposer.SIDE;
        int left = place.column() * SceneComposer.CELL;
        int top = place.row() * SceneComposer.CELL;
        byte[] rgb = new byte[side * side * 3];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int pixel = (top + y / FACTOR) * side + left + x / FACTOR;
                System.arraycopy(from, pixel * 3, rgb, (y * side + x) * 3, 3);
            }
        }
        return new Picture(side, side, rgb);
    }
}
