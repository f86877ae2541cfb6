package dev.imago.api.model;

import dev.imago.api.Api;
import java.util.List;
import java.util.OptionalInt;

/** How a picture that is no square becomes one. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Aspect {
    /**
     * The length that a shorter side is brought to before the middle is cut out; empty where
     * nothing is cut out.
     */
    default OptionalInt cutFrom() {
        return OptionalInt.empty();
    }

    /** Stretched to the square, whatever its shape. */
    @Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
    record Square() implements Aspect {}

    /**
     * Put into the middle of a square of its longer side, which is then resized to a length and cut
     * to its middle, as under {@link Crop}.
     *
     * @param background red, green and blue around it, 0..255
     * @param shortestEdge that length in pixels, at least the side of the square
     */
    @Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
    record Pad(List<Integer> background, int shortestEdge) implements Aspect {
        /** Copies the list. */
        public Pad {
            background = List.copyOf(background);
        }

        @Override
        public OptionalInt cutFrom() {
            return OptionalInt.of(shortestEdge);
        }
    }

    /**
     * Resized until its shorter side has a length; then the middle is cut out.
     *
     * @param shortestEdge that length in pixels, at least the side of the square
     */
    @Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
    record Crop(int shortestEdge) implements Aspect {
        @Override
        public OptionalInt cutFrom() {
            return OptionalInt.of(shortestEdge);
        }
    }

    /**
     * Seen several times: whole, and in tiles of a square each, at the best of several resolutions,
     * for encoders that are {@link TiledEncoder}s. Others, and whoever asks for one view, get the
     * whole one.
     *
     * @param grids numbers of tiles that a picture may be spread over
     * @param each how the whole view and each tile becomes pixels
     */
    @Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
    record Tiles(List<TileGrid> grids, Aspect each) implements Aspect {
        /** Copies the list. */
        public Tiles {
            grids = List.copyOf(grids);
        }

        @Override
        public OptionalInt cutFrom() {
            return each.cutFrom();
        }
    }
}
