package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** One adapter's parameters on one layer: A {@code [r, in]}, B {@code [out, r]}, with DoRA m. */
final class LoraPart {
    private final String adapter;
    private final LoraShape shape;
    private final StoredParameter a;
    private final StoredParameter b;
    private final StoredParameter lengths;
    private boolean prepared;
    private NDArray kept;

    /**
     * Declares {@code lora_A.NAME.weight}, {@code lora_B.NAME.weight} and, for DoRA, {@code
     * lora_magnitude_vector.NAME.weight}, as PEFT names them.
     *
     * @param weights at the layer's own prefix
     */
    LoraPart(String adapter, LoraShape shape, Linear layer, Weights weights) {
        this.adapter = adapter;
        this.shape = shape;
        String end = "." + adapter + ".weight";
        Init init = Init.fanIn(layer.in());
        a = declared(weights, "lora_A" + end, new Shape(shape.rank(), layer.in()), init);
        b = declared(weights, "lora_B" + end, new Shape(layer.out(), shape.rank()), Init.ZEROS);
        lengths =
                shape.dora()
                        ? declared(
                                weights,
                                "lora_magnitude_vector" + end,
                                new Shape(layer.out()),
                                Init.ONES)
                        : null;
    }

    private static StoredParameter declared(Weights weights, String name, Shape shape, Init init) {
        return (StoredParameter) weights.parameter(name, shape, init);
    }

    String adapter() {
        return adapter;
    }

    LoraShape shape() {
        return shape;
    }

    StoredParameter a() {
        return a;
    }

    StoredParameter b() {
        return b;
    }

    /** Learned lengths of rows; null without DoRA. */
    StoredParameter lengths() {
        return lengths;
    }

    /**
     * Adds to {@code y [M, out]} what the adapter makes of {@code x [M, in]}; {@code y} changes and
     * stays open.
     *
     * @param factor on what is added
     */
    NDArray add(Ops ops, NDArray x, NDArray y, double factor) {
        return ops.adapters().lora(x, y, a.value(), b.value(), shape.scaling() * factor);
    }

    /** The sum with rows brought to their lengths; {@code plain} is {@code x Wᵀ}. */
    NDArray addByLength(Ops ops, NDArray x, NDArray y, NDArray plain, NDArray weight) {
        NDArray gain = gain(ops, weight);
        try {
            double s = shape.scaling();
            return ops.adapters().dora(x, y, plain, a.value(), b.value(), s, gain);
        } finally {
            if (gain != kept) {
                gain.close();
            }
        }
    }

    /** What rows are multiplied with: kept while nothing is trained, as it reads all weights. */
    private synchronized NDArray gain(Ops ops, NDArray weight) {
        if (kept != null) {
            return kept;
        }
        NDArray gain =
                ops.adapters().gain(weight, a.value(), b.value(), shape.scaling(), lengths.value());
        if (prepared && !JniUtils.isGradMode()) {
            gain.attach(lengths.value().getManager());
            kept = gain;
        }
        return gain;
    }

    /** Allows to keep what depends on parameters alone, or forgets it. */
    synchronized void prepare(boolean still) {
        prepared = still;
        if (!still && kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** The layer's weight with the adapter folded in. */
    NDArray merged(Ops ops, NDArray weight) {
        double s = shape.scaling();
        return lengths == null
                ? ops.adapters().merged(weight, a.value(), b.value(), s)
                : ops.adapters().merged(weight, a.value(), b.value(), s, lengths.value());
    }

    /** The lengths that rows have now, where DoRA starts. */
    NDArray currentLengths(Ops ops, NDArray weight) {
        return ops.adapters().lengths(weight, a.value(), b.value(), shape.scaling());
    }
}
