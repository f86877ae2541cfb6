package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/** Root-mean-square norm with a gain, over the last axis. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class RmsNorm {
    private final Ops ops;
    private final Parameter weight;
    private final double epsilon;

    /**
     * Declares {@code weight [width]}, initially ones.
     *
     * @param weights at the norm's own prefix
     */
    public RmsNorm(Ops ops, Weights weights, int width, double epsilon) {
        this.ops = ops;
        this.weight = weights.parameter("weight", new Shape(width), Init.ONES);
        this.epsilon = epsilon;
    }

    /** {@code x [..., width]} to the same shape and dtype, owned by its manager. */
    public NDArray apply(NDArray x) {
        return ops.rmsNorm(x, weight.value(), epsilon);
    }

    Parameter weight() {
        return weight;
    }

    double epsilon() {
        return epsilon;
    }
}
