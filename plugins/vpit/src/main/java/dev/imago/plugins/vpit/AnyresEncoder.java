package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TileGrid;
import dev.imago.api.model.TiledEncoder;
import dev.imago.api.model.Tiling;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PatchEmbedding;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Parts;
import jakarta.inject.Inject;
import java.util.List;

/**
 * An encoder over a picture and over its tiles. Features of the tiles are laid out as the tiles
 * are, freed of bars, and brought to the grid of the whole view; then each patch has the features
 * of both. A picture of which there is only the whole view counts as one tile. Legend: N pictures,
 * V views, P patches, G patches along a side, D width of the encoder inside.
 *
 * <p>Source: the tiles of LLaVA-NeXT; that both views share patches keeps the number of visual
 * tokens the same for all pictures, which drawing them needs.
 */
public final class AnyresEncoder implements TiledEncoder {
    private final Encoder encoder;
    private final Ops ops;
    private final Preprocessing preprocessing;
    private final int side;

    /** Declares the parameters of the encoder inside, under its own names. */
    @Inject
    public AnyresEncoder(AnyresConfig config, Parts parts, Weights weights, Ops ops) {
        this.ops = ops;
        encoder = parts.create(config.encoder(), weights);
        Preprocessing own = encoder.preprocessing();
        if (own.aspect() instanceof Aspect.Tiles) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.encoder",
                    "has tiles within tiles: the encoder inside anyres has tiles of its own");
        }
        preprocessing = own.with(new Aspect.Tiles(config.tileGrids(), own.aspect()));
        side = Grid.sideOfPatches(encoder.output().tokens(), "model.encoder");
    }

    @Override
    public NDArray encode(NDArray pixels) {
        NDManager owner = pixels.getManager();
        try (NDArray features = encoder.encode(pixels)) {
            NDArray both = features.concat(features, 2); // [N, P, 2D]
            both.attach(owner);
            return both;
        }
    }

    @Override
    public NDArray encode(NDArray views, List<Tiling> tilings) {
        NDManager owner = views.getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDArray features = encoder.encode(views); // [V, P, D]
            features.attach(scope);
            NDList pictures = new NDList();
            int first = 0;
            for (Tiling tiling : tilings) {
                int end = first + tiling.views();
                NDArray whole = features.get(new NDIndex("{}:{}", first, first + 1));
                NDArray tiles = features.get(new NDIndex("{}:{}", first + 1, end));
                pictures.add(whole.concat(onGrid(tiles, tiling), 2));
                first = end;
            }
            NDArray all = pictures.size() == 1 ? pictures.get(0) : concat(pictures);
            all.attach(owner);
            return all; // [N, P, 2D]
        }
    }

    private static NDArray concat(NDList arrays) {
        NDList rest = new NDList(arrays.subList(1, arrays.size()));
        return arrays.get(0).getNDArrayInternal().concat(rest, 0);
    }

    /** {@code [tiles, P, D]} to {@code [1, P, D]}; arrays on the way belong to the same scope. */
    private NDArray onGrid(NDArray tiles, Tiling tiling) {
        TileGrid grid = tiling.grid();
        long width = tiles.getShape().get(2);
        long across = (long) grid.columns() * side;
        long down = (long) grid.rows() * side;
        NDArray map =
                tiles.reshape(new Shape(grid.rows(), grid.columns(), side, side, width))
                        .transpose(4, 0, 2, 1, 3) // [D, rows, G, columns, G]
                        .reshape(new Shape(1, width, down, across));
        Tiling.Area content = tiling.content((int) across, (int) down);
        NDArray freed = ops.cast(part(map, content), Precision.FP32);
        NDArray fitting = ops.images().resize(freed, side, side, Interpolation.BILINEAR_ANTIALIAS);
        return PatchEmbedding.rows(ops.cast(fitting, Precision.of(tiles)));
    }

    /** Of a very long picture, less than one row of patches may be left: it keeps one. */
    private static NDArray part(NDArray map, Tiling.Area content) {
        int left = Math.min(content.left(), (int) map.getShape().get(3) - 1);
        int top = Math.min(content.top(), (int) map.getShape().get(2) - 1);
        return map.get(
                new NDIndex(
                        ":, :, {}:{}, {}:{}",
                        top,
                        top + Math.max(1, content.height()),
                        left,
                        left + Math.max(1, content.width())));
    }

    @Override
    public FeatureShape output() {
        FeatureShape own = encoder.output();
        return new FeatureShape(own.tokens(), own.width() * 2);
    }

    @Override
    public Preprocessing preprocessing() {
        return preprocessing;
    }
}
