package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.LayerOps.DecodeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The packed weights of one layer, as the kernels that read them for one position take them. */
final class DecodeWeights {
    private final List<PackedWeight> attention;
    private final List<PackedWeight> mlp;
    private final List<PackedWeight> joined;
    private final List<NDArray> packed;
    private final AtomicInteger positions = new AtomicInteger();
    private volatile RowWeights rows;

    private DecodeWeights(
            List<PackedWeight> attention, List<PackedWeight> mlp, List<PackedWeight> joined) {
        this.attention = attention;
        this.mlp = mlp;
        this.joined = joined;
        this.packed =
                Stream.concat(attention.stream(), mlp.stream()).map(PackedWeight::data).toList();
    }

    /**
     * @param attention q, k, v, o
     * @param mlp gate, up, down
     */
    static DecodeWeights of(QuantOps ops, List<PackedWeight> attention, List<PackedWeight> mlp) {
        return new DecodeWeights(attention, mlp, joined(ops, attention, mlp));
    }

    /** Q, k and v together, o, gate and up together, down; empty where they can't be. */
    private static List<PackedWeight> joined(
            QuantOps ops, List<PackedWeight> attention, List<PackedWeight> mlp) {
        List<List<PackedWeight>> products =
                List.of(
                        attention.subList(0, 3),
                        attention.subList(3, 4),
                        mlp.subList(0, 2),
                        mlp.subList(2, 3));
        List<PackedWeight> joined = new ArrayList<>(products.size());
        for (List<PackedWeight> product : products) {
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

    /** Whether these are the very weights it was made of. */
    boolean are(List<PackedWeight> attentionNow, List<PackedWeight> mlpNow) {
        return same(attention, attentionNow) && same(mlp, mlpNow);
    }

    private static boolean same(List<PackedWeight> before, List<PackedWeight> now) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != now.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether one kernel reads them all. */
    boolean fused() {
        return !joined.isEmpty() || plain();
    }

    private boolean plain() {
        return attention.stream().noneMatch(PackedWeight::quantised)
                && mlp.stream().noneMatch(PackedWeight::quantised);
    }

    /**
     * As {@link LayerOps#decode}, where {@link #fused}.
     *
     * @param copies gives this layer weights for single rows when it is time
     * @param index of the layer
     */
    NDArray apply(LayerOps ops, RowCopies copies, int index, DecodeInput input) {
        if (!joined.isEmpty()) {
            return ops.decodeQuantised(input, joined);
        }
        if (input.x().getShape().get(0) == 1) {
            if (copies.due(index, positions.incrementAndGet())) {
                rows = copies.copy(packed.subList(0, 4), packed.subList(4, 7), input).orElse(null);
            }
            RowWeights own = rows;
            if (own != null) {
                return ops.decodeRow(input, own);
            }
        }
        return ops.decode(input, packed);
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
