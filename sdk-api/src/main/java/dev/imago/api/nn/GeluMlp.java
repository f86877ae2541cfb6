package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/** {@code fc2(gelu(fc1(x)))}, the feed-forward block of vision transformers. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class GeluMlp {
    private final Ops ops;
    private final Gelu form;
    private final Linear first;
    private final Linear second;

    /** Declares {@code fc1} and {@code fc2}, both with bias. */
    public GeluMlp(Ops ops, Weights weights, int width, int inner, Gelu form) {
        this.ops = ops;
        this.form = form;
        first = weights.linear("fc1", width, inner, true, Init.fanIn(width));
        second = weights.linear("fc2", inner, width, true, Init.fanIn(inner));
    }

    /** {@code x [..., width]} to the same shape, owned by its manager. */
    public NDArray apply(NDArray x) {
        try (NDArray inner = first.apply(x);
                NDArray active = form.apply(ops, inner)) {
            return second.apply(active);
        }
    }
}
