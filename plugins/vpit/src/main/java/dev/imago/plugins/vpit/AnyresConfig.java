package dev.imago.plugins.vpit;

import dev.imago.api.model.Encoder;
import dev.imago.api.model.TileGrid;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import java.util.List;

/** Keys of an {@link AnyresEncoder}. */
@Doc(
        "An encoder that sees a picture whole and in tiles; the features of both are put side by"
                + " side, so that their width doubles and their number stays.")
public record AnyresConfig(
        @Doc(value = "sees the whole picture and each tile", required = true) Spec<Encoder> encoder,
        @Doc(
                        "columns and rows of tiles, of which a picture is spread over the grid that"
                                + " shows most of it")
                List<List<Integer>> grids) {
    private static final List<List<Integer>> USUAL =
            List.of(List.of(2, 1), List.of(1, 2), List.of(2, 2), List.of(3, 1), List.of(1, 3));

    private static final int MOST_TILES = 64;

    /** Defaults and checks. */
    public AnyresConfig {
        Check.required(encoder, "encoder");
        grids = Check.orDefault(grids, USUAL).stream().map(List::copyOf).toList();
        if (grids.isEmpty()) {
            throw new InvalidValueException("grids", "is empty, expected at least one grid");
        }
        for (List<Integer> grid : grids) {
            boolean fits =
                    grid.size() == 2
                            && grid.stream().allMatch(n -> n >= 1 && n <= MOST_TILES)
                            && grid.get(0) * grid.get(1) <= MOST_TILES;
            if (!fits) {
                throw new InvalidValueException(
                        "grids",
                        "has "
                                + grid
                                + ", expected columns and rows of at most "
                                + MOST_TILES
                                + " tiles, such as [2, 1]");
            }
        }
    }

    List<TileGrid> tileGrids() {
        return grids.stream().map(grid -> new TileGrid(grid.get(0), grid.get(1))).toList();
    }
}
