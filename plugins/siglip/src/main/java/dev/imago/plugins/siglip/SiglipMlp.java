package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** {@code fc2(gelu(fc1(x)))}. */
final class SiglipMlp {
    private final Ops ops;
    private final boolean tanh;
    private final Linear first;
    private final Linear second;

    SiglipMlp(BlockShape shape, Weights weights, Ops ops) {
        this.ops = ops;
        tanh = shape.tanh();
        int width = shape.width();
        int inner = shape.inner();
        first = weights.linear("fc1", width, inner, true, BlockShape.init(width));
        second = weights.linear("fc2", inner, width, true, BlockShape.init(inner));
    }

    /** {@code [..., W]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray inner = first.apply(x);
                NDArray active = tanh ? ops.geluTanh(inner) : ops.gelu(inner)) {
            return second.apply(active);
        }
    }
}
