package dev.imago.api.model;

import dev.imago.api.Api;

/**
 * How many tiles a picture is spread over.
 *
 * @param columns side by side
 * @param rows one above the other
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record TileGrid(int columns, int rows) {
    /** Checks the sizes. */
    public TileGrid {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "a grid of " + columns + "×" + rows + " tiles, expected at least 1×1");
        }
    }

    /** All tiles. */
    public int count() {
        return columns * rows;
    }
}
