package dev.imago.plugins.pixeldecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Objective;
import dev.imago.api.train.TrainableDecoder;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Visual tokens, seen as a small square map, enlarged level by level to pixels. Legend: N pictures,
 * K tokens, D width, G side of the map of tokens, C channels.
 */
public final class PixelDecoder implements TrainableDecoder {
    private static final int SHUFFLE = 2;
    private static final int COLOURS = 3;

    private final PixelDecoderConfig config;
    private final Ops ops;
    private final Precision precision;
    private final ImageTokens imageTokens;
    private final int grid;
    private final Conv2d input;
    private final Parameter map;
    private final ConvBlock first;
    private final List<Level> levels = new ArrayList<>();
    private final Conv2d output;

    /** Declares the parameters; {@code visual} gives K and D. */
    @Inject
    public PixelDecoder(
            PixelDecoderConfig config,
            Weights weights,
            FeatureShape visual,
            Encoder encoder,
            TokenReducer reducer,
            FeatureNorm norm,
            Ops ops,
            Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
        this.imageTokens = new ImageTokens(encoder, reducer, norm, ops, precision);
        grid = side(visual.tokens());
        int in = config.channels().get(0);
        input = new Conv2d(ops, weights.at("input"), visual.width(), in, 1, 1, true);
        map = weights.parameter("map", new Shape(in, grid, grid), Init.ZEROS);
        first = new ConvBlock(ops, weights.at("first"), in, in, config.groups());
        int side = grid;
        for (int i = 1; i < config.channels().size(); i++) {
            int out = config.channels().get(i);
            side *= 2;
            levels.add(new Level(ops, weights.at("levels." + (i - 1)), config, in, out, side));
            in = out;
        }
        int pixels = COLOURS * SHUFFLE * SHUFFLE;
        output = new Conv2d(ops, weights.at("output"), in, pixels, 3, 1, true);
    }

    private static int side(int tokens) {
        int side = (int) Math.round(Math.sqrt(tokens));
        if (side * side != tokens) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.decoder",
                    "is pixel, which needs a square number of visual tokens, not " + tokens);
        }
        return side;
    }

    @Override
    public NDArray render(NDArray tokens, RenderOptions options) {
        return render(tokens);
    }

    @Override
    public Optional<PictureSize> size(RenderOptions options) {
        int side = SHUFFLE * grid << levels.size();
        return Optional.of(new PictureSize(side, side));
    }

    /** As the interface says; differentiable. */
    NDArray render(NDArray tokens) {
        NDArray x = entered(tokens); // [N, C, G, G]
        for (Level level : levels) {
            try (NDArray before = x) {
                x = level.apply(before);
            }
        }
        try (NDArray last = x;
                NDArray deep = output.apply(last);
                NDArray pixels = ops.images().pixelShuffle(deep, SHUFFLE);
                NDArray unit = Activation.sigmoid(pixels)) {
            return ops.cast(unit, Precision.FP32);
        }
    }

    private NDArray entered(NDArray tokens) {
        Shape shape = tokens.getShape(); // [N, K, D]
        try (NDArray scaled = ops.scale(tokens, config.inputScale());
                NDArray turned = scaled.transpose(0, 2, 1);
                NDArray square = turned.reshape(shape.get(0), shape.get(2), grid, grid);
                NDArray cast = ops.cast(square, precision);
                NDArray mixed = input.apply(cast);
                NDArray active = ops.silu(mixed);
                NDArray placed = active.add(map.value())) {
            return first.residual(placed);
        }
    }

    @Override
    public Objective<ImageExamples> objective() {
        return new PixelObjective(this, imageTokens, config.featureWeight(), ops);
    }
}
