package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.nn.DecodeForm.Kernel;
import dev.imago.api.nn.LayerOps.DecodeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The packed weights of one layer, as the kernels that read them for one position take them. */
final class DecodeWeights {
    private final LayerWeights weights;
    private final List<PackedWeight> joined;
    private final List<NDArray> packed;
    private final AtomicInteger positions = new AtomicInteger();
    private volatile RowWeights rows;
    private volatile boolean asked;

    private DecodeWeights(LayerWeights weights, List<PackedWeight> joined) {
        this.weights = weights;
        this.joined = joined;
        this.packed =
                weights.plain()
                        ? weights.all().stream().map(PackedWeight::data).toList()
                        : List.of();
    }

    static DecodeWeights of(QuantOps ops, LayerWeights weights) {
        return new DecodeWeights(weights, joined(ops, weights));
    }

    /** Q, k and v together, o, gate and up together, down; empty where they can't be. */
    private static List<PackedWeight> joined(QuantOps ops, LayerWeights weights) {
        List<PackedWeight> joined = new ArrayList<>(4);
        for (List<PackedWeight> product : weights.products()) {
            boolean read = product.get(0).quantised() && ops.readsRows(product.get(0));
            Optional<PackedWeight> one =
                    read ? PackedWeight.joined(ops, product) : Optional.empty();
            if (one.isEmpty()) {
                return List.of();
            }
            joined.add(one.get());
        }
        return joined;
    }

    /** Whether it was made of these very weights. */
    boolean are(LayerWeights now) {
        return weights.are(now);
    }

    /**
     * Whether {@link #apply} computes the next position.
     *
     * @param index of the layer
     * @param samples at once
     */
    boolean serves(RowCopies copies, int index, long samples) {
        boolean due = samples == 1 && due(copies, index);
        if (samples == 1) {
            count();
        }
        return fused() || samples == 1 && rows != null || due;
    }

    /** Whether a copy for single rows is to be made with the next position. */
    boolean due(RowCopies copies, int index) {
        return !asked && copies.due(index, positions.get() + 1, fused());
    }

    /** Whether one kernel reads them all as they are. */
    private boolean fused() {
        return !joined.isEmpty() || !packed.isEmpty();
    }

    /**
     * The layer of one new position, where this {@link #serves}.
     *
     * @param copies gives this layer weights for single rows when it is time
     * @param index of the layer
     */
    NDArray apply(LayerOps ops, RowCopies copies, int index, DecodeInput input) {
        long samples = input.x().getShape().get(0);
        if (samples == 1 && !asked && copies.due(index, positions.get(), fused())) {
            copyOnce(ops, copies, input);
        }
        return form(ops, input.norms(), samples)
                .map(form -> ops.decode(input, form))
                .orElseGet(() -> copies.without(weights, input));
    }

    /** Notes a position of one sample. */
    void count() {
        positions.incrementAndGet();
    }

    private synchronized void copyOnce(LayerOps ops, RowCopies copies, DecodeInput input) {
        if (!asked) {
            Supplier<NDArray> first =
                    fused() ? () -> ops.decode(input, asTheyAre(ops, input.norms())) : null;
            rows = copies.copy(weights, input, first).orElse(null);
            asked = true;
        }
    }

    /**
     * What a kernel reads for one new position; empty where there is none.
     *
     * @param norms weights of both norms
     * @param samples at once
     */
    Optional<DecodeForm> form(LayerOps ops, NDList norms, long samples) {
        RowWeights own = rows;
        if (own != null && samples == 1) {
            return Optional.of(own.form(ops));
        }
        return fused() ? Optional.of(asTheyAre(ops, norms)) : Optional.empty();
    }

    private DecodeForm asTheyAre(LayerOps ops, NDList norms) {
        List<NDArray> arrays = new ArrayList<>(10);
        arrays.add(norms.get(0));
        if (joined.isEmpty()) {
            arrays.addAll(packed.subList(0, 4));
            arrays.add(norms.get(1));
            arrays.addAll(packed.subList(4, 7));
            return new DecodeForm(Kernel.PACKED, arrays, List.of());
        }
        List<NDArray> settings = new ArrayList<>(8);
        for (int product = 0; product < joined.size(); product++) {
            if (product == joined.size() / 2) {
                arrays.add(norms.get(1));
            }
            PackedWeight weight = joined.get(product);
            arrays.add(weight.data());
            arrays.add(weight.scales());
            settings.add(ops.setting(weight.layout().ordinal()));
            settings.add(ops.setting(weight.group()));
        }
        return new DecodeForm(Kernel.QUANTISED, arrays, settings);
    }

    /** Lets go of what was made of the weights. */
    void close(RowCopies copies) {
        RowWeights own = rows;
        rows = null;
        if (own != null) {
            copies.release(own);
        }
    }
}
