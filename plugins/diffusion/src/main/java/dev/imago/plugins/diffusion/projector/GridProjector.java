package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import dev.imago.plugins.diffusion.blocks.Upsample2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Visual tokens, seen as the square map that an encoder of patches reads them from, enlarged level
 * by level to a map as large as the latents, so that the UNet need not learn by attention which
 * token tells of which place. Legend: N pictures, K tokens, D their width, G side of their map, C
 * channels, h and w sides of the latents.
 */
public final class GridProjector {
    private static final double EPSILON = 1e-5;

    private final Ops ops;
    private final int tokens;
    private final LayerNorm norm;
    private final Linear in;
    private final Parameter places;
    private final ResnetBlock2D first;
    private final List<Level> levels = new ArrayList<>();
    private final GroupNorm last;
    private final Conv2d out;

    /** One doubling of the side. */
    private record Level(Upsample2D larger, ResnetBlock2D block) {
        NDArray apply(NDArray x) {
            Shape shape = x.getShape();
            try (NDArray large = larger.apply(x, 2 * shape.get(2), 2 * shape.get(3))) {
                return block.apply(large, null);
            }
        }
    }

    /**
     * Declares the parameters.
     *
     * @param visual K and D
     * @param side of the latents in training
     * @throws ImagoException INCOMPATIBLE_PARTS when the tokens make no square map, or one whose
     *     side does not become that of the latents by doubling
     */
    public GridProjector(
            GridConfig config, FeatureShape visual, int side, Weights weights, Ops ops) {
        this.ops = ops;
        tokens = (int) Math.round(Math.sqrt(visual.tokens()));
        int doublings = config.levels().size() - 1;
        if (tokens * tokens != visual.tokens() || side != tokens << doublings) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.decoder.grid",
                    "puts visual tokens at their places, which needs a square number of them whose"
                            + " side, doubled at each of levels but the first, is the "
                            + side
                            + " of the UNet's sample_size, not "
                            + visual.tokens()
                            + " and "
                            + config.levels().size()
                            + " levels");
        }
        norm = new LayerNorm(ops, weights.at("norm"), visual.width(), EPSILON);
        int width = config.levels().get(0);
        in = weights.linear("in", visual.width(), width, true, Init.fanIn(visual.width()));
        places = weights.parameter("places", new Shape(width, tokens, tokens), Init.ZEROS);
        ResnetBlock2D.Shape block =
                new ResnetBlock2D.Shape(width, width, 0, false, config.groups(), EPSILON, 1);
        first = new ResnetBlock2D(ops, weights.at("first"), block);
        for (int i = 1; i <= doublings; i++) {
            int next = config.levels().get(i);
            Weights own = weights.at("levels." + (i - 1));
            levels.add(
                    new Level(
                            new Upsample2D(ops, own.at("larger"), width),
                            new ResnetBlock2D(ops, own.at("block"), block.channels(width, next))));
            width = next;
        }
        last = new GroupNorm(ops, weights.at("norm_out"), config.groups(), width, EPSILON);
        out = new Conv2d(ops, weights.at("out"), width, config.channels(), 3, 1, true);
    }

    /**
     * @param visual {@code [N, K, D]}
     * @return {@code [N, C, h, w]}, owned by the manager of {@code visual}; differentiable
     */
    public NDArray project(NDArray visual, long height, long width) {
        NDArray x = entered(visual); // [N, C', G, G]
        for (Level level : levels) {
            try (NDArray before = x) {
                x = level.apply(before);
            }
        }
        NDArray map = left(x);
        if (height == map.getShape().get(2) && width == map.getShape().get(3)) {
            return map;
        }
        try (map) {
            return ops.images().resize(map, (int) height, (int) width, Interpolation.BILINEAR);
        }
    }

    private NDArray entered(NDArray visual) {
        try (NDArray normed = norm.apply(visual);
                NDArray mixed = in.apply(normed);
                NDArray turned = mixed.transpose(0, 2, 1);
                NDArray square = turned.reshape(visual.getShape().get(0), -1, tokens, tokens);
                NDArray placed = square.add(places.value())) {
            return first.apply(placed, null);
        }
    }

    private NDArray left(NDArray x) {
        try (x;
                NDArray active = last.applySilu(x)) {
            return out.apply(active);
        }
    }
}
