package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import java.util.Optional;

/**
 * A square convolution; unless said otherwise its padding keeps the size, divided by the stride.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Conv2d {
    private final Ops ops;
    private final Parameter weight;
    private final Parameter bias;
    private final int padding;
    private final int stride;

    /**
     * Declares {@code weight [out, in, kernel, kernel]} and, with a bias, {@code bias [out]}, both
     * uniform within {@code 1 / √(in · kernel²)} as PyTorch has it.
     *
     * @param weights at the layer's own prefix
     * @param kernel side of the filters, odd
     */
    public Conv2d(Ops ops, Weights weights, int in, int out, int kernel, int stride, boolean bias) {
        this(ops, weights, in, out, kernel, stride, kernel / 2, bias);
    }

    /**
     * As above with another padding.
     *
     * @param padding zeros on each side
     */
    public Conv2d(
            Ops ops,
            Weights weights,
            int in,
            int out,
            int kernel,
            int stride,
            int padding,
            boolean bias) {
        Init init = Init.uniform(1 / Math.sqrt((double) in * kernel * kernel));
        this.ops = ops;
        this.weight = weights.parameter("weight", new Shape(out, in, kernel, kernel), init);
        this.bias = bias ? weights.parameter("bias", new Shape(out), init) : null;
        this.padding = padding;
        this.stride = stride;
    }

    /**
     * {@code x [N, in, H, W]} to {@code [N, out, H / stride, W / stride]}, owned by its manager.
     */
    public NDArray apply(NDArray x) {
        NDArray offset = bias == null ? null : bias.value();
        Optional<NDArray> packed = JniUtils.isGradMode() ? Optional.empty() : packed(x);
        if (packed.isPresent()) {
            return ops.images().conv2dPacked(x, packed.get(), offset, stride, padding);
        }
        return ops.images().conv2d(x, weight.value(), offset, stride, padding);
    }

    /** Else the library would turn the filters at each call. */
    private Optional<NDArray> packed(NDArray x) {
        return weight.laidOut(
                plain -> ops.images().packConvolution(plain, x, stride, padding),
                ops::unpackLinear);
    }
}
