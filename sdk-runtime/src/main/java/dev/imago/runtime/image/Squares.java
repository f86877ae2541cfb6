package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TileGrid;
import dev.imago.api.model.Tiling;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures as squares of an encoder's size, in 8 bits. Steps and roundings are those of PIL, of
 * Hugging Face's image processors and of LLaVA's padding and tiles.
 */
public final class Squares {
    private static final List<Integer> BLACK = List.of(0, 0, 0);

    private final int side;
    private final ResizeFilter filter;
    private final Aspect aspect;

    /** For an encoder. */
    public Squares(Preprocessing preprocessing) {
        this(
                preprocessing.size(),
                ResizeFilter.of(preprocessing.resample()),
                preprocessing.aspect());
    }

    private Squares(int side, ResizeFilter filter, Aspect aspect) {
        this.side = side;
        this.filter = filter;
        this.aspect = aspect;
    }

    /**
     * What the encoder sees of a picture, at another size; a picture of that size is itself.
     *
     * @param size where it is no square, the encoder's square is stretched to it
     */
    public Picture of(Picture picture, PictureSize size) {
        if (picture.width() == size.width() && picture.height() == size.height()) {
            return picture;
        }
        int longer = Math.max(size.width(), size.height());
        Picture square = new Squares(longer, filter, scaled(aspect, longer)).of(picture);
        return Resize.to(square, size.width(), size.height(), filter);
    }

    private Aspect scaled(Aspect as, int other) {
        if (as instanceof Aspect.Pad pad) {
            return new Aspect.Pad(pad.background(), scaled(pad.shortestEdge(), other));
        }
        if (as instanceof Aspect.Crop crop) {
            return new Aspect.Crop(scaled(crop.shortestEdge(), other));
        }
        return as instanceof Aspect.Tiles tiles
                ? new Aspect.Tiles(tiles.grids(), scaled(tiles.each(), other))
                : as;
    }

    private int scaled(int edge, int other) {
        return (int) Math.round((double) edge * other / side);
    }

    /** The picture as one square; of a picture that is also seen in tiles, the whole view. */
    public Picture of(Picture picture) {
        return of(picture, aspect);
    }

    private Picture of(Picture picture, Aspect as) {
        if (as instanceof Aspect.Pad pad) {
            return cropped(padded(picture, pad), pad.shortestEdge());
        }
        if (as instanceof Aspect.Crop crop) {
            return cropped(picture, crop.shortestEdge());
        }
        if (as instanceof Aspect.Tiles tiles) {
            if (tiles.each() instanceof Aspect.Pad) {
                return of(picture, tiles.each());
            }
            int edge = tiles.cutFrom().orElse(side);
            return of(Resize.to(picture, edge, edge, filter), tiles.each());
        }
        return Resize.to(picture, side, side, filter);
    }

    /** The picture with bars, at its own size. */
    public static Picture padded(Picture picture, Aspect.Pad pad) {
        int longer = Math.max(picture.width(), picture.height());
        return Canvas.padded(picture, longer, longer, pad.background());
    }

    private Picture cropped(Picture picture, int edge) {
        int shorter = Math.min(picture.width(), picture.height());
        Stretch across = middle(edge, picture.width(), shorter);
        Stretch down = middle(edge, picture.height(), shorter);
        return Resize.to(picture, across, down, filter);
    }

    private Stretch middle(int edge, int length, int shorter) {
        return Stretch.middle(Math.toIntExact((long) edge * length / shorter), side);
    }

    /**
     * How a picture is spread over tiles.
     *
     * @throws IllegalStateException when the encoder has no tiles
     */
    public Tiling tiling(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        TileGrid best = BestGrid.of(tiles().grids(), side, width, height);
        return new Tiling(best, width, height);
    }

    /** All that the encoder sees of a picture: the square, or the whole view and the tiles. */
    public List<Picture> views(Picture picture) {
        return aspect instanceof Aspect.Tiles
                ? views(picture, tiling(picture))
                : List.of(of(picture));
    }

    /** The whole view, then the tiles row by row. */
    public List<Picture> views(Picture picture, Tiling tiling) {
        int columns = tiling.grid().columns();
        int rows = tiling.grid().rows();
        Picture canvas = spread(picture, columns * side, rows * side);
        List<Picture> views = new ArrayList<>();
        views.add(of(picture));
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                Picture tile = Canvas.part(canvas, column * side, row * side, side, side);
                views.add(of(tile, tiles().each()));
            }
        }
        return views;
    }

    /** As large as fits, in the middle of black. */
    private Picture spread(Picture picture, int width, int height) {
        double across = (double) width / picture.width();
        double down = (double) height / picture.height();
        int wide = width;
        int tall = height;
        if (across < down) {
            tall = Math.min((int) Math.ceil(picture.height() * across), height);
        } else {
            wide = Math.min((int) Math.ceil(picture.width() * down), width);
        }
        return Canvas.padded(Resize.to(picture, wide, tall, filter), width, height, BLACK);
    }

    private Aspect.Tiles tiles() {
        if (aspect instanceof Aspect.Tiles tiles) {
            return tiles;
        }
        throw new IllegalStateException("the aspect is " + aspect + ", which has no tiles");
    }
}
