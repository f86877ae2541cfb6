package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.model.TileGrid;
import dev.imago.api.model.Tiling;
import dev.imago.runtime.image.BestGrid;
import java.util.List;

/** Which grid a picture is spread over, and which part of a map over its tiles shows it. */
final class TilesCheck {
    private static final TileGrid ANY = new TileGrid(1, 1);

    private TilesCheck() {}

    static void grids(ParityCase recorded, Findings findings) {
        for (JsonNode row : recorded.at("/rows")) {
            String name = row.path("grid").asText();
            int side = recorded.at("/patch_sizes/" + name).asInt();
            List<TileGrid> grids = RecordedProcessor.grids(recorded.at("/grids/" + name), side);
            long[] size = FormatRow.numbers(row.path("size"));
            TileGrid best = BestGrid.of(grids, side, (int) size[0], (int) size[1]);
            String about = "of " + row.path("size") + " over " + name;
            findings.exact(
                    "best " + about,
                    new long[] {(long) best.columns() * side, (long) best.rows() * side},
                    FormatRow.numbers(row.path("best")));
            if (row.has("patch_grid")) {
                findings.exact(
                        "grid " + about,
                        new long[] {best.columns(), best.rows()},
                        FormatRow.numbers(row.path("patch_grid")));
            }
        }
    }

    static void contents(ParityCase recorded, Findings findings) {
        for (JsonNode row : recorded.at("/rows")) {
            String name = row.path("index").asText();
            long[] size = FormatRow.numbers(row.path("original_size"));
            NDArray map = recorded.tensor("in." + name); // [C, H, W]
            int down = (int) map.getShape().get(1);
            int across = (int) map.getShape().get(2);
            Tiling.Area area = new Tiling(ANY, (int) size[0], (int) size[1]).content(across, down);
            findings.exact(
                    "shape " + name,
                    new long[] {map.getShape().get(0), area.height(), area.width()},
                    FormatRow.numbers(row.path("out_shape")));
            if (area.height() > 0 && area.width() > 0) {
                NDArray part =
                        map.get(
                                new NDIndex(
                                        ":, {}:{}, {}:{}",
                                        area.top(),
                                        area.top() + area.height(),
                                        area.left(),
                                        area.left() + area.width()));
                findings.tensor(
                        "out." + name, part, recorded.tensor("out." + name), Tolerance.absolute(0));
            }
        }
    }
}
