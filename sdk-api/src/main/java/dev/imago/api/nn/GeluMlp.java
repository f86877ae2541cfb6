package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/** {@code fc2(gelu(fc1(x)))}, the feed-forward block of vision transformers. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class GeluMlp {
    private final Ops ops;
    private final Linear first;
    private final Linear second;
    private final boolean tanh;

    /**
     * Declares two linears with bias.
     *
     * @param first name of the first, such as {@code fc1}
     * @param second name of the second, such as {@code fc2}
     * @param tanh whether GELU is the tanh approximation
     */
    public GeluMlp(
            Ops ops,
            Weights weights,
            String first,
            String second,
            int width,
            int inner,
            boolean tanh) {
        this.ops = ops;
        this.first = weights.linear(first, width, inner, true);
        this.second = weights.linear(second, inner, width, true);
        this.tanh = tanh;
    }

    /** {@code x [..., width]} to the same shape, owned by its manager. */
    public NDArray apply(NDArray x) {
        try (NDArray inner = first.apply(x);
                NDArray active = tanh ? ops.geluTanh(inner) : ops.gelu(inner)) {
            return second.apply(active);
        }
    }
}
