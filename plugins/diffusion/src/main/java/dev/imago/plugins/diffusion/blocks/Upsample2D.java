package dev.imago.plugins.diffusion.blocks;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** Repeats pixels, then a convolution. */
public final class Upsample2D {
    private final Ops ops;
    private final Conv2d conv;

    /** Declares {@code conv}. */
    public Upsample2D(Ops ops, Weights weights, int channels) {
        this.ops = ops;
        conv = new Conv2d(ops, weights.at("conv"), channels, channels, 3, 1, true);
    }

    /**
     * {@code [N, C, H, W]} to other sides, about twice as long, owned by its manager. The sides
     * that a level was halved from may have been odd.
     */
    public NDArray apply(NDArray x, long height, long width) {
        try (NDArray large =
                ops.images().resize(x, (int) height, (int) width, Interpolation.NEAREST)) {
            return conv.apply(large);
        }
    }
}
