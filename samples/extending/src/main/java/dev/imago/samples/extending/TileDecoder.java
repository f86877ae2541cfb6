package dev.imago.samples.extending;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Objective;
import dev.imago.api.train.TrainableDecoder;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Each visual token becomes a tile of one colour. Legend: N pictures, K = T² tokens, D width. */
public final class TileDecoder implements TrainableDecoder {
    private static final int COLOURS = 3;

    private final int tileSize;
    private final int tiles;
    private final Linear colour;
    private final Ops ops;

    // region decoder-declare
    /** Declares {@code colour.weight} and {@code colour.bias}; {@code visual} gives K and D. */
    @Inject
    public TileDecoder(TileDecoderConfig config, FeatureShape visual, Weights weights, Ops ops) {
        this.ops = ops;
        tileSize = config.tileSize();
        tiles = (int) Math.round(Math.sqrt(visual.tokens()));
        if (tiles * tiles != visual.tokens()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.decoder",
                    "needs a square number of visual tokens, not " + visual.tokens());
        }
        colour = weights.linear("colour", visual.width(), COLOURS, true);
    }

    // endregion

    // region render
    @Override
    public NDArray render(NDArray tokens, RenderOptions options) {
        long n = tokens.getShape().get(0);
        try (NDArray raw = colour.apply(tokens); // [N, K, 3]
                NDArray wide = ops.cast(raw, Precision.FP32);
                NDArray unit = Activation.sigmoid(wide);
                NDArray first = unit.transpose(0, 2, 1);
                NDArray small = first.reshape(new Shape(n, COLOURS, tiles, tiles));
                NDArray tall = small.repeat(2, tileSize)) {
            return tall.repeat(3, tileSize); // [N, 3, S, S]
        }
    }

    // endregion

    // region size
    @Override
    public Optional<PictureSize> size(RenderOptions options) {
        return Optional.of(new PictureSize(tiles * tileSize, tiles * tileSize));
    }

    // endregion

    // region objective
    @Override
    public Objective<ImageExamples> objective() {
        return (shard, totals, scope) -> {
            NDArray drawn = render(shard.tokens(), RenderOptions.DEFAULT);
            NDArray error = drawn.sub(shard.pixels()).square().sum();
            long values = drawn.size() / drawn.getShape().get(0) * totals.of("images");
            NDArray mean = ops.scale(error, 1.0 / values);
            return new Loss(mean, Map.of("pixels", (double) mean.getFloat()));
        };
    }
    // endregion
}
