package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PackedWeight;
import dev.imago.api.nn.Parameter;
import java.util.Optional;

/**
 * A linear layer over plain parameters. For inference in bfloat16 its weight may lie in the CPU
 * library's own layout, which makes a single row about twice as fast and many rows no slower; or it
 * is quantised, for training of what stands beside it, too.
 */
final class DenseLinear implements Linear {
    private final Ops ops;
    private final StoredParameter weight;
    private final Parameter bias;

    DenseLinear(Ops ops, StoredParameter weight, Parameter bias) {
        this.ops = ops;
        this.weight = weight;
        this.bias = bias;
    }

    @Override
    public NDArray apply(NDArray x) {
        NDArray offset = bias == null ? null : bias.value();
        PackedWeight form = weight.packed();
        if (form != null && form.quantised()) {
            return ops.rowCopies()
                    .product(x, form, offset)
                    .orElseGet(() -> ops.quantised().linear(x, form, offset));
        }
        if (form != null && !JniUtils.isGradMode()) {
            return ops.linearPacked(x, form.data(), offset);
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
        return bias == null && !weight.quantised() ? Optional.of(weight) : Optional.empty();
    }

    @Override
    public Optional<PackedWeight> packedWeight() {
        return bias == null ? Optional.ofNullable(weight.packed()) : Optional.empty();
    }

    StoredParameter weight() {
        return weight;
    }

    /**
     * Lays a frozen weight out for single rows.
     *
     * @param alone whether only this layer reads the weight, which then need not be held twice
     */
    void pack(boolean alone) {
        if (!weight.trainable()) {
            weight.layOut(alone, ops::packLinear, ops::unpackLinear);
        }
    }

    /**
     * Takes what is to be the weight, laid out; it is never held plainly.
     *
     * @param plain {@code [out, in]}, stays the caller's
     * @param owner of the weight
     */
    void packNew(NDArray plain, NDManager owner) {
        weight.packNew(owner, ops.packLinear(plain), ops::unpackLinear);
    }

    /** Undoes {@link #pack}; what is quantised stays so. */
    void unpack() {
        if (!weight.quantised()) {
            weight.unpack();
        }
    }
}
