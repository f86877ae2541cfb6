package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/** Layer norm with gain and bias, over the last axis. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class LayerNorm {
    private final Ops ops;
    private final Parameter weight;
    private final Parameter bias;
    private final double epsilon;

    /**
     * Declares {@code weight [width]}, initially ones, and {@code bias [width]}, zeros.
     *
     * @param weights at the norm's own prefix
     */
    public LayerNorm(Ops ops, Weights weights, int width, double epsilon) {
        this.ops = ops;
        this.weight = weights.parameter("weight", new Shape(width), Init.ONES);
        this.bias = weights.parameter("bias", new Shape(width), Init.ZEROS);
        this.epsilon = epsilon;
    }

    /** {@code x [..., width]} to the same shape and dtype, owned by its manager. */
    public NDArray apply(NDArray x) {
        return ops.layerNorm(x, weight.value(), bias.value(), epsilon);
    }
}
