package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/**
 * Visual tokens, seen as the square map that an encoder of patches reads them from: each becomes
 * its own part of a map as large as the latents, so that the UNet need not learn by attention which
 * token tells of which place. Legend: N pictures, K tokens, D their width, G side of their map, C
 * channels, h and w sides of the latents.
 */
public final class GridProjector {
    private static final double EPSILON = 1e-5;

    private final Ops ops;
    private final int tokens;
    private final int factor;
    private final LayerNorm norm;
    private final Linear in;
    private final Linear out;

    /**
     * Declares the parameters.
     *
     * @param visual K and D
     * @param side of the latents in training
     * @throws ImagoException INCOMPATIBLE_PARTS when the tokens make no square map, or one whose
     *     side is no divisor of that of the latents
     */
    public GridProjector(
            GridConfig config, FeatureShape visual, int side, Weights weights, Ops ops) {
        this.ops = ops;
        tokens = (int) Math.round(Math.sqrt(visual.tokens()));
        if (tokens * tokens != visual.tokens() || side % tokens != 0) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.decoder.grid",
                    "puts visual tokens at their places, which needs a square number of them whose"
                            + " side divides the "
                            + side
                            + " of the UNet's sample_size, not "
                            + visual.tokens());
        }
        factor = side / tokens;
        norm = new LayerNorm(ops, weights.at("norm"), visual.width(), EPSILON);
        in =
                weights.linear(
                        "in", visual.width(), config.hiddenDim(), true, Init.fanIn(visual.width()));
        int part = config.channels() * factor * factor;
        out = weights.linear("out", config.hiddenDim(), part, true, Init.fanIn(config.hiddenDim()));
    }

    /**
     * @param visual {@code [N, K, D]}
     * @return {@code [N, C, h, w]}, owned by the manager of {@code visual}; differentiable
     */
    public NDArray project(NDArray visual, long height, long width) {
        Shape shape = visual.getShape();
        try (NDArray normed = norm.apply(visual);
                NDArray mixed = in.apply(normed);
                NDArray active = ops.silu(mixed);
                NDArray parts = out.apply(active);
                NDArray turned = parts.transpose(0, 2, 1);
                NDArray square = turned.reshape(shape.get(0), -1, tokens, tokens)) {
            NDArray map = ops.images().pixelShuffle(square, factor);
            long side = (long) tokens * factor;
            if (height == side && width == side) {
                return map;
            }
            try (map) {
                return ops.images().resize(map, (int) height, (int) width, Interpolation.BILINEAR);
            }
        }
    }
}
