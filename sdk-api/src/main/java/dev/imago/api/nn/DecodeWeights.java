package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
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
    private volatile boolean due;

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
        due |= samples == 1 && copies.due(index, positions.incrementAndGet());
        return fused() || samples == 1 && (rows != null || due);
    }

    /** Whether one kernel reads them all as they are. */
    private boolean fused() {
        return !joined.isEmpty() || !packed.isEmpty();
    }

    /**
     * The layer of one new position, where this {@link #serves}.
     *
     * @param copies gives this layer weights for single rows when it is time
     */
    NDArray apply(LayerOps ops, RowCopies copies, DecodeInput input) {
        if (input.x().getShape().get(0) == 1) {
            if (due) {
                copyOnce(ops, copies, input);
            }
            RowWeights own = rows;
            if (own != null) {
                return ops.decodeRow(input, own);
            }
        }
        return first(ops, copies, input);
    }

    private synchronized void copyOnce(LayerOps ops, RowCopies copies, DecodeInput input) {
        if (due) {
            Supplier<NDArray> first = fused() ? () -> first(ops, copies, input) : null;
            rows = copies.copy(weights, input, first).orElse(null);
            due = false;
        }
    }

    /** What a layer computes without a copy. */
    private NDArray first(LayerOps ops, RowCopies copies, DecodeInput input) {
        if (!joined.isEmpty()) {
            return ops.decodeQuantised(input, joined);
        }
        return packed.isEmpty() ? copies.without(weights, input) : ops.decode(input, packed);
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
