package dev.imago.samples.extending;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;
import java.util.List;

/** The mean colour of each tile, by a linear layer. Legend: N pictures, T tiles a side, D width. */
public final class TileEncoder implements Encoder {
    private static final int COLOURS = 3;
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

    // region declare
    private final TileConfig config;
    private final Linear projection;

    /** Declares {@code projection.weight} and {@code projection.bias}. */
    @Inject
    public TileEncoder(TileConfig config, Weights weights) {
        this.config = config;
        projection = weights.linear("projection", COLOURS, config.width(), true);
    }

    // endregion

    // region encode
    @Override
    public NDArray encode(NDArray pixels) {
        long n = pixels.getShape().get(0);
        int tiles = config.tiles();
        int side = config.imageSize() / tiles;
        try (NDArray tiled = pixels.reshape(n, COLOURS, tiles, side, tiles, side);
                NDArray columns = tiled.mean(new int[] {5});
                NDArray colours = columns.mean(new int[] {3}); // [N, 3, T, T]
                NDArray flat = colours.reshape(new Shape(n, COLOURS, tiles * tiles));
                NDArray rows = flat.transpose(0, 2, 1)) {
            return projection.apply(rows); // [N, T², D]
        }
    }

    // endregion

    // region told
    @Override
    public FeatureShape output() {
        return new FeatureShape(config.tiles() * config.tiles(), config.width());
    }

    @Override
    public Preprocessing preprocessing() {
        return new Preprocessing(config.imageSize(), HALVES, HALVES, "bilinear");
    }
    // endregion
}
