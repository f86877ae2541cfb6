package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PackedWeight;
import dev.imago.api.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A linear layer with low-rank adapters beside it, of which none or one is on. Legend: in and out
 * width of the layer.
 */
final class LoraLinear implements Linear {
    private final Ops ops;
    private final String name;
    private final Linear dense;
    private final StoredParameter weight;
    private final Optional<Parameter> bias;
    private final AdapterSwitch on;
    private final List<LoraPart> parts;

    /**
     * @param name of the layer
     * @param weight of the dense layer
     * @param bias of the dense layer
     * @param on says which adapter is on
     */
    LoraLinear(
            Ops ops,
            String name,
            Linear dense,
            StoredParameter weight,
            Optional<Parameter> bias,
            AdapterSwitch on,
            List<LoraPart> parts) {
        this.ops = ops;
        this.name = name;
        this.dense = dense;
        this.weight = weight;
        this.bias = bias;
        this.on = on;
        this.parts = new ArrayList<>(parts);
    }

    @Override
    public NDArray apply(NDArray x) {
        Optional<LoraPart> part = active();
        if (part.isEmpty()) {
            return dense.apply(x);
        }
        try (NDArray rows = x.reshape(-1, in());
                NDArray y = dense.apply(rows);
                NDArray sum = adapted(part.get(), rows, y)) {
            return sum.reshape(shapeOf(x));
        }
    }

    private Shape shapeOf(NDArray x) {
        long[] sizes = x.getShape().getShape().clone();
        sizes[sizes.length - 1] = out();
        return new Shape(sizes);
    }

    private NDArray adapted(LoraPart part, NDArray x, NDArray y) {
        double share = part.shape().dropout();
        if (share == 0 || !JniUtils.isGradMode()) {
            return part.lengths() == null ? part.add(ops, x, y, 1) : addByLength(part, x, y, false);
        }
        double makeUp = 1 / (1 - share);
        try (NDArray kept = ops.adapters().dropout(x, share, on.dropoutSeed(name))) {
            if (part.lengths() == null) {
                return part.add(ops, kept, y, makeUp);
            }
            try (NDArray scaled = ops.scale(kept, makeUp)) {
                return addByLength(part, scaled, y, true);
            }
        }
    }

    private NDArray addByLength(LoraPart part, NDArray x, NDArray y, boolean dropped) {
        NDArray dense = weight.value();
        if (!dropped && bias.isEmpty()) {
            return part.addByLength(ops, x, y, y, dense);
        }
        try (NDArray plain = ops.linear(x, dense, null)) {
            return part.addByLength(ops, x, y, plain, dense);
        }
    }

    private Optional<LoraPart> active() {
        return part(on.active());
    }

    @Override
    public int in() {
        return dense.in();
    }

    @Override
    public int out() {
        return dense.out();
    }

    @Override
    public Optional<Parameter> plainWeight() {
        return active().isPresent() ? Optional.empty() : dense.plainWeight();
    }

    @Override
    public Optional<PackedWeight> packedWeight() {
        return active().isPresent() ? Optional.empty() : dense.packedWeight();
    }

    String name() {
        return name;
    }

    StoredParameter weight() {
        return weight;
    }

    Optional<LoraPart> part(String adapter) {
        for (LoraPart part : parts) {
            if (part.adapter().equals(adapter)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** Allows adapters to keep what depends on parameters alone, or makes them forget it. */
    void prepare(boolean still) {
        parts.forEach(part -> part.prepare(still));
    }

    /** Folds an adapter into the weight; what it was is gone. */
    void merge(LoraPart part) {
        NDArray folded = part.merged(ops, weight.value());
        folded.attach(weight.value().getManager());
        weight.fill(folded);
        parts.remove(part);
    }
}
