package dev.imago.runtime.image;

import dev.imago.api.model.TileGrid;
import java.util.List;

/**
 * The grid that shows most of a picture's pixels; of those, the one with the fewest pixels of bars.
 * Source: LLaVA-NeXT's choice of the best resolution, whose roundings it has.
 */
public final class BestGrid {
    private BestGrid() {}

    /**
     * @param grids at least one
     * @param side of a tile in pixels
     * @param width of the picture
     * @param height of the picture
     */
    public static TileGrid of(List<TileGrid> grids, int side, int width, int height) {
        TileGrid best = null;
        long mostShown = 0;
        long leastWasted = Long.MAX_VALUE;
        for (TileGrid grid : grids) {
            long across = (long) grid.columns() * side;
            long down = (long) grid.rows() * side;
            double scale = Math.min((double) across / width, (double) down / height);
            long pixels = (long) (width * scale) * (long) (height * scale);
            long shown = Math.min(pixels, (long) width * height);
            long wasted = across * down - shown;
            if (best == null || shown > mostShown || shown == mostShown && wasted < leastWasted) {
                best = grid;
                mostShown = shown;
                leastWasted = wasted;
            }
        }
        return best;
    }
}
