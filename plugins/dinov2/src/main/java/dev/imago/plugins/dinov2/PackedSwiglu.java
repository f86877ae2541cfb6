package dev.imago.plugins.dinov2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** {@code out(silu(gate) * up)}, where one linear map gives gate and up side by side. */
final class PackedSwiglu {
    private final Ops ops;
    private final int inner;
    private final Linear in;
    private final Linear out;

    /** Declares {@code weights_in} and {@code weights_out}. */
    PackedSwiglu(Ops ops, Weights weights, int width, int inner) {
        this.ops = ops;
        this.inner = inner;
        in = weights.linear("weights_in", width, 2 * inner, true, Init.fanIn(width));
        out = weights.linear("weights_out", inner, width, true, Init.fanIn(inner));
    }

    /** {@code [N, P, width]} to the same shape, owned by its manager. */
    NDArray apply(NDArray x) {
        try (NDArray both = in.apply(x);
                NDArray gate = both.get(new NDIndex(":, :, :{}", inner));
                NDArray up = both.get(new NDIndex(":, :, {}:", inner));
                NDArray gated = ops.swiglu(gate, up)) {
            return out.apply(gated);
        }
    }
}
