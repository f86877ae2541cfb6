package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/** Maps each square of pixels to a vector. Pixels that fill no whole patch are dropped. */
final class PatchStem implements Stem {
    private final Ops ops;
    private final int side;
    private final Parameter weight;
    private final Parameter bias;

    PatchStem(SiglipConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        side = config.patchSize();
        int channels = config.numChannels();
        double std = 1 / Math.sqrt((double) channels * side * side);
        weight =
                weights.parameter(
                        "weight",
                        new Shape(config.hiddenSize(), channels, side, side),
                        Init.normal(std));
        bias = weights.parameter("bias", new Shape(config.hiddenSize()), Init.ZEROS);
    }

    @Override
    public NDArray apply(NDArray pixels) {
        return ops.images().conv2d(pixels, weight.value(), bias.value(), side, 0);
    }
}
