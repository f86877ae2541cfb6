package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/**
 * Group norm with gain and bias. Unlike a batch norm it treats each picture by itself, so results
 * don't depend on how a batch is split over workers.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class GroupNorm {
    private static final double EPSILON = 1e-5;

    private final Ops ops;
    private final Parameter weight;
    private final Parameter bias;
    private final int groups;
    private final double epsilon;

    /** With PyTorch's epsilon of 1e-5. */
    public GroupNorm(Ops ops, Weights weights, int groups, int channels) {
        this(ops, weights, groups, channels, EPSILON);
    }

    /**
     * Declares {@code weight [channels]}, initially ones, and {@code bias [channels]}, zeros.
     *
     * @param weights at the norm's own prefix
     * @param groups divides {@code channels}
     * @param epsilon added to the variance
     */
    public GroupNorm(Ops ops, Weights weights, int groups, int channels, double epsilon) {
        this.ops = ops;
        this.weight = weights.parameter("weight", new Shape(channels), Init.ONES);
        this.bias = weights.parameter("bias", new Shape(channels), Init.ZEROS);
        this.groups = groups;
        this.epsilon = epsilon;
    }

    /** {@code x [N, channels, H, W]} to the same shape, owned by its manager. */
    public NDArray apply(NDArray x) {
        return ops.images().groupNorm(x, weight.value(), bias.value(), groups, epsilon);
    }

    /** {@code silu(apply(x))} in less memory. */
    public NDArray applySilu(NDArray x) {
        return ops.images().groupNormSilu(x, weight.value(), bias.value(), groups, epsilon);
    }
}
