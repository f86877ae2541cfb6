package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * Losses, from {@link Ops#losses}. All compute in float32 whatever they are given, return float32
 * owned by the manager of the first argument, and are differentiable in grad mode. Legend: M rows,
 * V vocabulary, D width.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class LossOps {
    private final TorchProgram program;

    LossOps(TorchProgram program) {
        this.program = program;
    }

    /**
     * Cross-entropy summed over rows, a scalar; divide by the number of labels for the mean.
     *
     * @param logits {@code [M, V]}
     * @param labels {@code [M]} int64; -100 carries no loss
     */
    public NDArray crossEntropySum(NDArray logits, NDArray labels) {
        return program.call("cross_entropy_sum", logits, labels);
    }

    /**
     * As {@code crossEntropySum(linear(hidden, weight), labels)}, but logits are held for a few
     * hundred rows at a time, which saves most of the memory of a training step. The gradients are
     * computed at once, in the dtype of the weight.
     *
     * @param hidden {@code [M, W]}
     * @param weight {@code [V, W]}
     * @param labels {@code [M]} int64; -100 carries no loss
     */
    public NDArray linearCrossEntropySum(NDArray hidden, NDArray weight, NDArray labels) {
        return program.call("linear_cross_entropy_sum", hidden, weight, labels);
    }

    /**
     * {@code value} plus zero whose derivative by {@code x} is {@code gradient}: tells autograd
     * what was computed by other means.
     *
     * @param value float32 scalar
     * @param x of any shape
     * @param gradient of the shape and dtype of {@code x}
     */
    public NDArray withGradient(NDArray value, NDArray x, NDArray gradient) {
        return program.call("with_gradient", value, x, gradient);
    }

    /** Cosine similarity of each row of two {@code [M, D]}: {@code [M]}. */
    public NDArray cosineRows(NDArray prediction, NDArray target) {
        return program.call("cosine_rows", prediction, target);
    }

    /** Mean absolute difference of each row of two {@code [M, D]}: {@code [M]}. */
    public NDArray l1Rows(NDArray prediction, NDArray target) {
        return program.call("l1_rows", prediction, target);
    }

    /** Mean squared difference of each row of two {@code [M, D]}: {@code [M]}. */
    public NDArray mseRows(NDArray prediction, NDArray target) {
        return program.call("mse_rows", prediction, target);
    }

    /** {@code -sum(target * log(prediction + 1e-10))} of each row of two distributions: [M]. */
    public NDArray softCrossEntropyRows(NDArray prediction, NDArray target) {
        return program.call("soft_cross_entropy_rows", prediction, target);
    }

    /**
     * {@code -log(sigmoid(sign * logit))} summed over all elements, a scalar.
     *
     * @param logits {@code [...]}
     * @param signs the same shape: 1 where the answer is yes, -1 where it is no
     */
    public NDArray sigmoidSum(NDArray logits, NDArray signs) {
        return program.call("sigmoid_sum", logits, signs);
    }

    void close() {
        program.close();
    }
}
