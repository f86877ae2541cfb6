package dev.imago.runtime.weights;

import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.recipe.Quantization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The linear layers that models were given by one store. */
final class StoreLinears {
    private final Ops ops;
    private final LinearFactory factory;
    private final Map<String, Linear> byName = new LinkedHashMap<>();
    private final List<DenseLinear> dense = new ArrayList<>();
    private final Set<DenseLinear> tied = new HashSet<>();

    StoreLinears(Ops ops, LinearFactory factory) {
        this.ops = ops;
        this.factory = factory;
    }

    LinearFactory factory() {
        return factory;
    }

    /** The layer of a name and size, if a model has asked for it; null otherwise. */
    Linear known(String name, int in, int out) {
        Linear known = byName.get(name);
        return known != null && known.in() == in && known.out() == out ? known : null;
    }

    /**
     * A new layer.
     *
     * @param weights at its own prefix
     */
    Linear make(String name, StoredParameter weight, Parameter bias, Weights weights) {
        DenseLinear plain = new DenseLinear(ops, weight, bias);
        dense.add(plain);
        Linear linear = factory.linear(name, plain, weight, weights);
        byName.put(name, linear);
        return linear;
    }

    /** A layer over another's weight. */
    Linear tied(StoredParameter weight) {
        DenseLinear plain = new DenseLinear(ops, weight, null);
        dense.add(plain);
        tied.add(plain);
        return plain;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** Those with adapters. */
    List<LoraLinear> adapted() {
        return byName.values().stream()
                .filter(LoraLinear.class::isInstance)
                .map(LoraLinear.class::cast)
                .toList();
    }

    /** Folds an adapter into the layers it sits on. */
    void merge(String adapter) {
        unpack();
        adapted().forEach(layer -> layer.part(adapter).ifPresent(layer::merge));
    }

    /**
     * From now on no parameter changes, until {@link #unpack}: what is neither trained nor
     * quantised is laid out where the processor gains by it.
     */
    void prepare(Precision precision) {
        if (packs(precision)) {
            dense.forEach(linear -> linear.pack(!tied.contains(linear)));
        }
        adapted().forEach(layer -> layer.prepare(true));
    }

    /** Lays a weight out, if it is one of these layers'. */
    void pack(StoredParameter weight) {
        over(weight).forEach(linear -> linear.pack(!tied.contains(linear)));
    }

    /** The layer that alone reads a weight; empty where there is none, or several. */
    Optional<DenseLinear> only(StoredParameter weight) {
        List<DenseLinear> layers = over(weight);
        return layers.size() == 1 && !tied.contains(layers.get(0))
                ? Optional.of(layers.get(0))
                : Optional.empty();
    }

    private List<DenseLinear> over(StoredParameter weight) {
        return dense.stream().filter(linear -> linear.weight() == weight).toList();
    }

    /** Whether layers are laid out anew for inference. */
    boolean packs(Precision precision) {
        return precision == Precision.BF16 && ops.packsLinear();
    }

    Quantizer quantizer(NDManager owner, Precision precision, Quantization plan) {
        return new Quantizer(ops, owner, precision, plan, dense, tied);
    }

    void unpack() {
        dense.forEach(DenseLinear::unpack);
        adapted().forEach(layer -> layer.prepare(false));
    }
}
