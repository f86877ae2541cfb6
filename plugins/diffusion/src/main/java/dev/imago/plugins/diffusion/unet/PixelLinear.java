package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/** The same linear map at every pixel, over rows {@code [N, H * W, C]}. */
@FunctionalInterface
interface PixelLinear {
    NDArray apply(NDArray rows);

    /** One whose weight is stored as that of a convolution with a filter of one pixel. */
    static PixelLinear convolution(Ops ops, Weights weights, int width) {
        Init init = Init.fanIn(width);
        Parameter weight = weights.parameter("weight", new Shape(width, width, 1, 1), init);
        Parameter bias = weights.parameter("bias", new Shape(width), init);
        return rows -> {
            try (NDArray flat = weight.value().reshape(width, width)) {
                return ops.linear(rows, flat, bias.value());
            }
        };
    }
}
