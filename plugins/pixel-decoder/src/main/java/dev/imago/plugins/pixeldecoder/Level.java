package dev.imago.plugins.pixeldecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/**
 * One resolution: twice the one before, with a learned map of what stands where, then a residual
 * block.
 */
final class Level {
    private final Ops ops;
    private final ConvBlock enter;
    private final Parameter map;
    private final ConvBlock refine;
    private final int side;

    Level(Ops ops, Weights weights, PixelDecoderConfig config, int in, int out, int side) {
        this.ops = ops;
        this.side = side;
        enter = new ConvBlock(ops, weights.at("enter"), in, out, config.groups());
        map = weights.parameter("map", new Shape(out, side, side), Init.ZEROS);
        refine = new ConvBlock(ops, weights.at("refine"), out, out, config.groups());
    }

    /** {@code [N, in, side / 2, side / 2]} to {@code [N, out, side, side]}. */
    NDArray apply(NDArray x) {
        try (NDArray larger = ops.images().resize(x, side, side, Interpolation.NEAREST);
                NDArray entered = enter.apply(larger);
                NDArray placed = entered.add(map.value())) {
            return refine.residual(placed);
        }
    }
}
