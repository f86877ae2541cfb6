package dev.imago.plugins.diffusion.blocks;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** Halves the sides with a convolution. */
public final class Downsample2D {
    private final Ops ops;
    private final Conv2d conv;
    private final boolean padsEnd;

    /**
     * Declares {@code conv}.
     *
     * @param padding zeros around; with 0 they stand below and to the right only
     */
    public Downsample2D(Ops ops, Weights weights, int channels, int padding) {
        this.ops = ops;
        padsEnd = padding == 0;
        conv = new Conv2d(ops, weights.at("conv"), channels, channels, 3, 2, padding, true);
    }

    /** {@code [N, C, H, W]} to half of H and W, owned by its manager. */
    public NDArray apply(NDArray x) {
        if (!padsEnd) {
            return conv.apply(x);
        }
        try (NDArray padded = ops.images().padEnd(x, 1, 1)) {
            return conv.apply(padded);
        }
    }
}
