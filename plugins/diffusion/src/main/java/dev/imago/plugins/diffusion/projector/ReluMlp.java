package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** Out to four times the width, ReLU, and back. */
final class ReluMlp {
    private static final int WIDER = 4;

    private final Ops ops;
    private final Linear first;
    private final Linear second;

    ReluMlp(Ops ops, Weights weights, String firstName, String secondName, int width) {
        this.ops = ops;
        int inner = WIDER * width;
        first = weights.linear(firstName, width, inner, true, Init.fanIn(width));
        second = weights.linear(secondName, inner, width, true, Init.fanIn(inner));
    }

    /** {@code [..., width]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray wide = first.apply(x);
                NDArray active = ops.relu(wide)) {
            return second.apply(active);
        }
    }
}
