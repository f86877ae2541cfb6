package dev.imago.api.model;

import dev.imago.api.Api;

/**
 * How one picture was spread over tiles: as large as fits and in the middle, with bars at two sides
 * where the shapes differ.
 *
 * @param grid its tiles
 * @param width of the picture in pixels, before it was resized
 * @param height of the picture in pixels
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Tiling(TileGrid grid, int width, int height) {
    /**
     * A part of a map.
     *
     * @param left first column
     * @param top first row
     * @param width may be 0, where the picture is much longer than wide
     * @param height may be 0
     */
    @Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
    public record Area(int left, int top, int width, int height) {}

    /** Views of the picture: whole, and its tiles. */
    public int views() {
        return 1 + grid.count();
    }

    /**
     * The part of a map over all tiles that shows the picture and not the bars.
     *
     * <p>Source: the unpadding of LLaVA-NeXT, whose roundings it has.
     *
     * @param across columns of the map
     * @param down rows of the map
     */
    public Area content(int across, int down) {
        if ((double) width / height > (double) across / down) {
            int tall = (int) (height * ((double) across / width));
            int bar = Math.floorDiv(down - tall, 2);
            return new Area(0, bar, across, Math.max(0, down - 2 * bar));
        }
        int wide = (int) (width * ((double) down / height));
        int bar = Math.floorDiv(across - wide, 2);
        return new Area(bar, 0, Math.max(0, across - 2 * bar), down);
    }
}
