package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import java.util.Optional;

/**
 * A linear layer over plain parameters. For inference in bfloat16 it may hold its weight in the CPU
 * library's own layout, which makes a single row about twice as fast and many rows no slower.
 */
final class DenseLinear implements Linear {
    private final Ops ops;
    private final StoredParameter weight;
    private final Parameter bias;
    private volatile NDArray packed;

    DenseLinear(Ops ops, StoredParameter weight, Parameter bias) {
        this.ops = ops;
        this.weight = weight;
        this.bias = bias;
    }

    @Override
    public NDArray apply(NDArray x) {
        NDArray offset = bias == null ? null : bias.value();
        NDArray fast = packed;
        if (fast != null && !JniUtils.isGradMode()) {
            return ops.linearPacked(x, fast, offset);
        }
        return ops.linear(x, weight.value(), offset);
    }

    @Override
    public int in() {
        return Math.toIntExact(weight.shape().get(1));
    }

    @Override
    public int out() {
        return Math.toIntExact(weight.shape().get(0));
    }

    @Override
    public Optional<Parameter> plainWeight() {
        return bias == null ? Optional.of(weight) : Optional.empty();
    }

    @Override
    public Optional<NDArray> packedWeight() {
        return bias == null ? Optional.ofNullable(packed) : Optional.empty();
    }

    /**
     * Lays a frozen weight out for single rows; {@code owner} keeps it.
     *
     * @param alone whether only this layer reads the weight, which then need not be held twice
     */
    void pack(NDManager owner, boolean alone) {
        if (packed != null || weight.trainable()) {
            return;
        }
        NDArray array = ops.packLinear(weight.value());
        array.attach(owner);
        packed = array;
        if (alone) {
            weight.park(
                    () -> {
                        NDArray plain = ops.unpackLinear(array);
                        plain.attach(owner);
                        return plain;
                    });
        }
    }

    void unpack() {
        NDArray array = packed;
        if (array != null) {
            weight.value();
            packed = null;
            array.close();
        }
    }
}
