package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** Out to four times the width, half of the projection gating the other by GELU, and back. */
final class FeedForward {
    private static final int WIDER = 4;

    private final Ops ops;
    private final Linear first;
    private final Linear second;

    FeedForward(Ops ops, Weights weights, int width) {
        this.ops = ops;
        int inner = WIDER * width;
        Weights net = weights.at("net");
        first = net.at("0").linear("proj", width, 2 * inner, true, Init.fanIn(width));
        second = net.linear("2", inner, width, true, Init.fanIn(inner));
    }

    /** {@code [..., width]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray wide = first.apply(x);
                NDArray gated = ops.geglu(wide)) {
            return second.apply(gated);
        }
    }
}
