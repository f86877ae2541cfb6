package dev.imago.runtime.image;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Tiling;
import java.util.List;

/**
 * Pictures as a tiled encoder wants them.
 *
 * @param views {@code [V, 3, S, S]} float32: for each picture the whole view, then its tiles
 * @param tilings of the pictures, whose views sum up to V
 */
public record TiledPixels(NDArray views, List<Tiling> tilings) {
    /** Copies the list. */
    public TiledPixels {
        tilings = List.copyOf(tilings);
    }
}
